'use strict';
// The standard streams of a worker, on the side of the thread that made it. What the worker writes comes through the
// control channel; unless the program wants to read it itself it is passed on to this thread's own streams.

const { Readable, Writable } = require('stream');
const process = require('process_object');

/** A worker's output. Reading asks for more. */
class ReadableWorkerStdio extends Readable {
  #control;
  #name;

  constructor(control, name) {
    super();
    this.#control = control;
    this.#name = name;
  }

  _read() {
    this.#control.postMessage(['more', this.#name]);
  }
}

/** A worker's input. What is written is handed over at once, and counts as written when the worker wants more. */
class WritableWorkerStdio extends Writable {
  #control;
  #callback;

  constructor(control) {
    super({ decodeStrings: false });
    this.#control = control;
  }

  _writev(chunks, callback) {
    this.#control.postMessage(['stdin', chunks.map(({ chunk, encoding }) => [chunk, encoding])]);
    this.#callback = callback;
  }

  _final(callback) {
    this.#control.postMessage(['stdin', [null]]);
    callback();
  }

  proceed() {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  }
}

class ParentStdio {
  #streams;

  /** @param {{stdin?: boolean, stdout?: boolean, stderr?: boolean}} options which of them the program takes itself */
  constructor(control, options) {
    const stdin = options.stdin ? new WritableWorkerStdio(control) : null;
    this.#streams = { stdin, stdout: new ReadableWorkerStdio(control, 'stdout'), stderr: new ReadableWorkerStdio(control, 'stderr') };
    for (const name of ['stdout', 'stderr']) {
      if (options[name]) continue;
      const stream = this.#streams[name];
      pipe(stream, process[name]);
    }
  }

  get stdin() {
    return this.#streams.stdin;
  }

  get stdout() {
    return this.#streams.stdout;
  }

  get stderr() {
    return this.#streams.stderr;
  }

  /** A message of the worker's: ['stdout', chunks], or that it read its input. */
  receive(type, [chunks]) {
    if (type === 'more') return this.#streams.stdin?.proceed();
    const stream = this.#streams[type];
    for (const chunk of chunks) {
      if (chunk === null) stream.push(null);
      else stream.push(chunk[0], chunk[1]);
    }
  }

  /** The thread is gone. */
  end() {
    const { stdin, stdout, stderr } = this.#streams;
    for (const stream of [stdout, stderr]) {
      if (!stream.readableEnded) stream.push(null);
    }
    stdin?.destroy();
  }
}

// As pipe(), but many workers may write to the same stream: it gets no listener for each.
function pipe(source, target) {
  source.on('data', (chunk) => {
    if (target.write(chunk) === false && target.writableNeedDrain) {
      source.pause();
      target.once('drain', () => source.resume());
    }
  });
}

module.exports = { ParentStdio };
