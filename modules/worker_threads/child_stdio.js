'use strict';
// process.stdin, stdout and stderr of a worker: streams to and from the thread that made it.

const streams = { __proto__: null };
let control;
let hasStdin;

let waiting = 0; // writes that the parent has not read yet: they keep the thread alive

function makeOutput(name) {
  const { Writable } = require('stream');
  /** Chunks are sent at once; they count as written when the parent's stream wants more. */
  return new class WritableWorkerStdio extends Writable {
    #callback;

    constructor() {
      super({ decodeStrings: false });
    }

    _writev(chunks, callback) {
      control.postMessage([name, chunks.map(({ chunk, encoding }) => [chunk, encoding])]);
      this.#callback = callback;
      if (waiting++ === 0) control.ref();
    }

    _final(callback) {
      control.postMessage([name, [null]]);
      callback();
    }

    /** @returns {boolean} whether a write was waiting for this */
    proceed() {
      const callback = this.#callback;
      if (callback === undefined) return false;
      this.#callback = undefined;
      if (--waiting === 0) control.unref();
      callback();
      return true;
    }
  }();
}

function makeInput() {
  const { Readable } = require('stream');
  const stream = new class ReadableWorkerStdio extends Readable {
    #isWanted = false; // something was asked for, and the end has not come
    #holds = false; // keeps the thread alive

    _read() {
      this.#isWanted = true;
      this.hold();
      control.postMessage(['more']);
    }

    /** The thread stays alive for what comes, until the end or a pause. */
    hold() {
      if (!hasStdin || !this.#isWanted || this.#holds) return;
      this.#holds = true;
      if (waiting++ === 0) control.ref();
    }

    /** The program does not want more now: the thread may end. */
    release() {
      if (!this.#holds) return;
      this.#holds = false;
      if (--waiting === 0) control.unref();
    }

    /** Nothing more comes. */
    end() {
      this.#isWanted = false;
      this.release();
    }
  }();
  stream.on('pause', () => stream.release());
  // What was asked for before the pause may not have come yet, and _read() is not called again for it.
  stream.on('resume', () => stream.hold());
  if (!hasStdin) stream.push(null);
  for (const chunks of early.splice(0)) feed(stream, chunks);
  return stream;
}

const early = []; // what was written to stdin before the program looked at it

function feed(stream, chunks) {
  for (const chunk of chunks) {
    if (chunk === null) {
      stream.push(null);
      stream.end();
    } else {
      stream.push(chunk[0], chunk[1]);
    }
  }
}

/** A message of the parent's: ['stdin', chunks], or that its stream wants more. */
function receive(type, what) {
  if (type === 'more') streams[what]?.proceed();
  else if (streams.stdin === undefined) early.push(what);
  else feed(streams.stdin, what);
}

/** Everything that was written is sent before the thread ends. */
function flush() {
  let again;
  do {
    again = streams.stdout?.proceed();
    again = streams.stderr?.proceed() || again;
  } while (again);
}

function install(port, withStdin) {
  control = port;
  hasStdin = withStdin;
  require('stdio').substitute({
    stdin: () => streams.stdin ??= makeInput(),
    stdout: () => streams.stdout ??= makeOutput('stdout'),
    stderr: () => streams.stderr ??= makeOutput('stderr'),
  });
  require('exit_work').addLastWork(flush);
}

module.exports = { install, receive, flush };
