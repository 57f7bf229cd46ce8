// node:readline: lines from a stream, and a line editor for terminals.
// Also shown: cursor, history, interface.
'use strict';
const { Interface: BaseInterface } = require('readline/editor');
const { emitKeypressEvents } = require('readline/keypress');
const { cursorTo, moveCursor, clearLine, clearScreenDown } = require('readline/cursor');
const { validateAbortSignal } = require('validators');

/** Options, or: input, output, completer, terminal. See createInterface. */
function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  BaseInterface.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, BaseInterface.prototype);
Object.setPrototypeOf(Interface, BaseInterface);

/**
 * Shows `query` as the prompt and calls `callback` with the line that answers it.
 * @param {{signal?: AbortSignal}} [options] the signal takes the question back
 * @throws ERR_USE_AFTER_CLOSE
 */
Interface.prototype.question = function question(query, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const signal = options?.signal;
  if (signal) {
    validateAbortSignal(signal, 'options.signal');
    if (signal.aborted) return;
    const onAbort = () => this._cancelQuestion();
    signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
    const answered = callback;
    callback = (answer) => {
      signal.removeEventListener('abort', onAbort);
      if (typeof answered === 'function') answered(answer);
    };
  }
  if (typeof callback === 'function') this._question(query, callback);
};

Object.defineProperty(Interface.prototype.question, Symbol.for('nodejs.util.promisify.custom'), {
  __proto__: null,
  configurable: true,
  enumerable: true,
  writable: true,
  value: function question(query, options) {
    const signal = options?.signal;
    const { AbortError } = require('errors');
    if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
    return new Promise((resolve, reject) => {
      let answered = resolve;
      if (signal) {
        const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
        signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
        answered = (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        };
      }
      this.question(query, options, answered);
    });
  },
});

/**
 * An Interface. Options: input (a Readable), output (a Writable), completer, terminal (output.isTTY), history, historySize (30),
 * removeHistoryDuplicates, prompt ('> '), crlfDelay (100 ms), escapeCodeTimeout (500 ms), tabSize (8), signal.
 */
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
  promises: require('readline/promises'),
};
