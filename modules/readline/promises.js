// node:readline/promises: question() as a promise, and cursor movements that are gathered and written at once.
'use strict';
const { Interface: BaseInterface } = require('readline/editor');
const { sequences } = require('readline/cursor');
const { validateAbortSignal, validateBoolean, validateInteger } = require('validators');

class Interface extends BaseInterface {
  // A completer may be asynchronous: all are treated as if.
  _complete(text, callback) {
    if (this.completer.length === 2) return super._complete(text, callback);
    const value = new Promise((resolve) => resolve(this.completer(text)));
    value.then((result) => callback(null, result), callback);
  }

  /**
   * A promise of the line that answers `query`.
   * @param {{signal?: AbortSignal}} [options]
   */
  question(query, options = { __proto__: null }) {
    return new Promise((resolve, reject) => {
      const { AbortError } = require('errors');
      let answered = resolve;
      const { signal } = options;
      if (signal) {
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const onAbort = () => {
          this._cancelQuestion();
          reject(new AbortError(undefined, { cause: signal.reason }));
        };
        signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
        answered = (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        };
      }
      this._question(query, answered);
      if (this._questionCallback === answered) this._questionReject = reject;
    });
  }
}

/** See readline.createInterface. A completer may give a promise. */
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

/** Cursor movements and clearings that commit() writes to `stream` at once; with autoCommit each is written by itself. */
class Readline {
  #stream;
  #autoCommit = false;
  #pending = [];

  constructor(stream, options = undefined) {
    if (!isWritable(stream)) {
      const { ERR_INVALID_ARG_TYPE } = require('errors');
      throw new ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    }
    this.#stream = stream;
    if (options?.autoCommit !== undefined && options?.autoCommit !== null) {
      validateBoolean(options.autoCommit, 'options.autoCommit');
      this.#autoCommit = options.autoCommit;
    }
  }

  #add(sequence) {
    if (this.#autoCommit) require('ticks').nextTick(() => this.#stream.write(sequence));
    else this.#pending.push(sequence);
    return this;
  }

  /** To column `x`, from 0, and row `y` when given. */
  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y !== undefined && y !== null) validateInteger(y, 'y');
    return this.#add(sequences.toPosition(x, y));
  }

  moveCursor(dx, dy) {
    if (!dx && !dy) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    return this.#add(sequences.byOffset(dx, dy));
  }

  /** @param {-1|0|1} dir -1: left of the cursor, 1: right of it, 0: the whole line */
  clearLine(dir) {
    validateInteger(dir, 'dir', -1, 1);
    return this.#add(sequences.clearing(dir));
  }

  clearScreenDown() {
    return this.#add(sequences.CLEAR_SCREEN_DOWN);
  }

  /** Writes what was gathered. */
  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#pending.join(''), resolve);
      this.#pending = [];
    });
  }

  /** Forgets what was gathered. */
  rollback() {
    this.#pending = [];
    return this;
  }
}

function isWritable(stream) {
  return stream !== null && typeof stream === 'object' && typeof stream.write === 'function' && typeof stream.on === 'function';
}

module.exports = { Interface, Readline, createInterface };
