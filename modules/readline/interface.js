// What every Interface does: lines of an input, a prompt, questions, pausing, closing. Editing is in editor.js.
'use strict';
const EventEmitter = require('events');
const process = require('process_object');
const { nextTick } = require('ticks');
const { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE } = require('errors');
const { validateAbortSignal, validateString, validateUint32 } = require('validators');
const { History } = require('readline/history');

const MIN_CRLF_DELAY = 100;         // milliseconds
const ESCAPE_CODE_TIMEOUT = 500;    // milliseconds
const TAB_SIZE = 8;
const OTHER_LINE_ENDS = /[\r\u2028\u2029]/;
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** The base of all Interfaces; its arguments are those of createInterface. */
function InterfaceConstructor(input, output, completer, terminal) {
  EventEmitter.call(this);
  const options = input?.input ? input : { input, output, completer, terminal };
  setUp(this, options, input);
}
Object.setPrototypeOf(InterfaceConstructor.prototype, EventEmitter.prototype);
Object.setPrototypeOf(InterfaceConstructor, EventEmitter);

function setUp(rl, options, argument) {
  const { completer, signal, escapeCodeTimeout, tabSize = TAB_SIZE, crlfDelay, historySize } = options;
  rl.isCompletionEnabled = true;
  rl.escapeCodeTimeout = ESCAPE_CODE_TIMEOUT;
  rl.tabSize = TAB_SIZE;
  rl._sawReturnAt = 0;
  rl._sawKeyPress = false;
  rl._previousKey = null;
  if (signal !== undefined && signal !== null) validateAbortSignal(signal, 'options.signal');
  if (completer !== undefined && typeof completer !== 'function') throw new ERR_INVALID_ARG_VALUE('completer', completer);
  if (argument?.input && escapeCodeTimeout !== undefined) {
    if (!Number.isFinite(escapeCodeTimeout)) {
      throw new ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', rl.escapeCodeTimeout);
    }
    rl.escapeCodeTimeout = escapeCodeTimeout;
  }
  validateUint32(tabSize, 'tabSize', true);
  rl.tabSize = tabSize;
  const { input, output } = options;
  rl.historyManager = new History(rl, {
    history: options === argument ? options.history : undefined,
    size: historySize,
    removeHistoryDuplicates: options.removeHistoryDuplicates,
  });
  rl.line = '';
  rl.output = output;
  rl.input = input;
  rl.crlfDelay = crlfDelay ? Math.max(MIN_CRLF_DELAY, crlfDelay) : MIN_CRLF_DELAY;
  rl.completer = completer;
  rl._prompt = options.prompt ?? '> ';
  const { terminal = Boolean(output?.isTTY) } = options;
  rl.terminal = Boolean(terminal);
  if (rl.terminal) rl._listenToKeys();
  else listenToData(rl);
  if (signal) closeOnAbort(rl, signal);
  input.resume();
}

function closeOnAbort(rl, signal) {
  const close = () => rl.close();
  if (signal.aborted) {
    nextTick(close);
  } else {
    const listener = EventEmitter.addAbortListener(signal, close);
    rl.once('close', () => listener[Symbol.dispose]());
  }
}

function listenToData(rl) {
  const { StringDecoder } = require('string_decoder');
  const { input } = rl;
  rl._decoder = new StringDecoder('utf8');
  const onData = (data) => rl._normalWrite(data);
  const onEnd = () => {
    const rest = (rl._line_buffer ?? '') + rl._decoder.end();
    rl._line_buffer = null;
    if (rest !== '') rl._onLine(rest);
    rl.close();
  };
  const onError = (error) => rl.emit('error', error);
  input.on('error', onError);
  input.on('data', onData);
  input.on('end', onEnd);
  rl.once('close', () => {
    input.removeListener('error', onError);
    input.removeListener('data', onData);
    input.removeListener('end', onEnd);
  });
}

function defineMethods(target, methods) {
  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(target, key, { __proto__: null, ...Object.getOwnPropertyDescriptor(methods, key), enumerable: false });
  }
}

defineMethods(InterfaceConstructor.prototype, {
  /** How many columns the output has; Infinity when it does not say. */
  get columns() {
    return this.output?.columns || Infinity;
  },

  get history() { return this.historyManager.history; },
  set history(history) { this.historyManager.history = history; },
  get historyIndex() { return this.historyManager.index; },
  set historyIndex(index) { this.historyManager.index = index; },
  get historySize() { return this.historyManager.size; },
  set historySize(size) { this.historyManager.size = size; },
  get isFlushing() { return this.historyManager.isFlushing; },
  set isFlushing(flushing) { this.historyManager.isFlushing = flushing; },

  /** The prompt that prompt() writes. */
  getPrompt() {
    return this._prompt;
  },

  setPrompt(prompt) {
    this._prompt = prompt;
  },

  /** Writes the prompt and resumes the input. With `preserveCursor` the cursor stays where it is in the line. */
  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal && process.env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },

  // One question at a time: another one only shows the prompt again.
  _question(query, callback) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this._questionCallback) {
      this.prompt();
      return;
    }
    this._oldPrompt = this._prompt;
    this.setPrompt(query);
    this._questionCallback = callback;
    this.prompt();
  },

  _cancelQuestion() {
    if (!this._questionCallback) return;
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    this.clearLine();
  },

  _onLine(line) {
    if (!this._questionCallback) {
      this.emit('line', line);
      return;
    }
    const callback = this._questionCallback;
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    callback(line);
  },

  _writeToOutput(stringToWrite) {
    validateString(stringToWrite, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(stringToWrite);
  },

  _setRawMode(mode) {
    const wasRaw = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
    return wasRaw;
  },

  /** Emits 'close' and lets go of the streams. */
  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  },

  /** Pauses the input. @throws ERR_USE_AFTER_CLOSE */
  pause() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  },

  /** Resumes the input. @throws ERR_USE_AFTER_CLOSE */
  resume() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  },

  /** As if `data`, or the key {name, ctrl, meta, shift, sequence}, had been typed. @throws ERR_USE_AFTER_CLOSE */
  write(data, key) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data, key);
    else this._normalWrite(data);
  },

  // Input that is no terminal's. Hot: chunks of files.
  _normalWrite(data) {
    if (data === undefined) return;
    let text = this._decoder.write(data);
    if (this._sawReturnAt !== 0 && text !== '') {
      // The '\n' of a '\r\n' that came in two chunks.
      if (text.charCodeAt(0) === 0x0a && Date.now() - this._sawReturnAt <= this.crlfDelay) text = text.slice(1);
      this._sawReturnAt = 0;
    }
    if (text === '') return;
    if (OTHER_LINE_ENDS.test(text)) this._emitLinesOfAnyEnd(text);
    else this._emitLines(text);
  },

  // Lines that end in '\n' only.
  _emitLines(text) {
    let end = text.indexOf('\n');
    if (end === -1) {
      this._line_buffer = this._line_buffer ? this._line_buffer + text : text;
      return;
    }
    let line = text.slice(0, end);
    if (this._line_buffer) line = this._line_buffer + line;
    let start = end + 1;
    end = text.indexOf('\n', start);
    this._line_buffer = text.slice(text.lastIndexOf('\n') + 1);
    this._onLine(line);
    while (end !== -1) {
      line = text.slice(start, end);
      start = end + 1;
      end = text.indexOf('\n', start);
      this._onLine(line);
    }
  },

  _emitLinesOfAnyEnd(text) {
    if (text.endsWith('\r')) this._sawReturnAt = Date.now();
    const lines = text.split(LINE_END);
    if (this._line_buffer) lines[0] = this._line_buffer + lines[0];
    this._line_buffer = lines.pop();
    for (const line of lines) this._onLine(line);
  },

  /**
   * The lines as an async iterator; all iterators of an Interface are one. Input is paused while many lines wait. Leaving the
   * loop early ends the iteration, but not the Interface.
   */
  [Symbol.asyncIterator]() {
    return this._lineIterator ??= iterateLines(this);
  },

  [Symbol.dispose]() {
    this.close();
  },
});

// Nobody will read the rest of a file's lines: its descriptor need not wait for them.
function closeUnused(rl) {
  if (rl.closed || rl.listenerCount('line') > 0) return;
  rl.close();
  rl.input.destroy();
}

function iterateLines(rl) {
  const { iterate } = require('events/iterator');
  const onReturn = rl._closesAfterLoop ? () => require('timers').setImmediate(closeUnused, rl) : undefined;
  const iterator = iterate(rl, 'line', { close: ['close'], highWaterMark: 1024, firstOnly: true, onReturn });
  if (rl.closed) iterator.return();
  return iterator;
}

module.exports = { InterfaceConstructor, defineMethods };
