// Bytes of a terminal into keys: 'keypress' events with {sequence, name, ctrl, meta, shift, code}.
'use strict';

const ESCAPE = '\x1b';
const ESCAPE_TIMEOUT = 500;     // milliseconds after which a lone escape is the escape key
const LONGEST_SEQUENCE = 32;    // what is longer is no key of a terminal

const names = new Map();        // code, such as '[A' -> key name
const shifted = new Set();      // codes that mean shift, or ctrl, by themselves (rxvt)
const controlled = new Set();

function define(name, ...codes) {
  for (const code of codes) names.set(code, name);
}

// Cursor and function keys in the forms of xterm (ESC [ letter, ESC O letter) and of the Linux console (ESC [ [ letter).
for (const [letter, name] of Object.entries({
  A: 'up', B: 'down', C: 'right', D: 'left', E: 'clear', F: 'end', H: 'home', P: 'f1', Q: 'f2', R: 'f3', S: 'f4',
})) define(name, `[${letter}`, `O${letter}`);
for (const [i, letter] of ['A', 'B', 'C', 'D', 'E'].entries()) {
  define(`f${i + 1}`, `[[${letter}`);
  const rxvt = letter.toLowerCase();
  define(names.get(`[${letter}`), `[${rxvt}`, `O${rxvt}`);
  shifted.add(`[${rxvt}`);
  controlled.add(`O${rxvt}`);
}
// Keys by number: ESC [ number ~, and with $ for shift and ^ for ctrl (rxvt).
for (const [number, name] of Object.entries({
  1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end',
  11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4', 15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9', 21: 'f10', 23: 'f11', 24: 'f12',
  200: 'paste-start', 201: 'paste-end',
})) {
  define(name, `[${number}~`);
  if (number === '1' || number === '4' || number > 8) continue;
  define(name, `[${number}$`, `[${number}^`);
  shifted.add(`[${number}$`);
  controlled.add(`[${number}^`);
}
define('pageup', '[[5~');
define('pagedown', '[[6~');
define('tab', '[Z');
shifted.add('[Z');

const simple = { '__proto__': null, '\r': 'return', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\x7f': 'backspace',
                 '\x1b': 'escape', ' ': 'space' };

const GROUND = 0, ESCAPED = 1, ESCAPED_TWICE = 2, IN_O = 3, IN_CSI = 4;
const NUMBERED = /^(\[?\d+)(?:;(\d+))?([~^$])$/;
const LETTERED = /^(\[?)(?:(?:(\d);)?(\d))?([A-Za-z])$/;

/** A state machine: feed() it characters, and it calls `emit(string, key)` for each key. */
class KeyDecoder {
  #emit;
  #state = GROUND;
  #sequence = '';
  #parameters = '';

  constructor(emit) {
    this.#emit = emit;
  }

  /** Whether more input may belong to the key. */
  get pending() {
    return this.#state !== GROUND;
  }

  /** @param {string} char one code point */
  feed(char) {
    this.#sequence += char;
    switch (this.#state) {
      case GROUND:
        if (char === ESCAPE) this.#state = ESCAPED;
        else this.#finish(plainKey(this.#sequence, char, false), char);
        break;
      case ESCAPED:
        if (char === ESCAPE) this.#state = ESCAPED_TWICE;
        else this.#afterEscape(char);
        break;
      case ESCAPED_TWICE:
        this.#afterEscape(char);
        break;
      default:
        this.#inSequence(char);
    }
  }

  /** No more will come: what has been read is a key. */
  flush() {
    if (this.#state === GROUND) return;
    if (this.#state === ESCAPED || this.#state === ESCAPED_TWICE) {
      const key = makeKey(this.#sequence, 'escape');
      key.meta = true;
      this.#finish(key, undefined);
    } else {
      this.#finish(codedKey(this.#sequence, (this.#state === IN_O ? 'O' : '[') + this.#parameters, 0), undefined);
    }
  }

  #afterEscape(char) {
    if (char === 'O') this.#state = IN_O;
    else if (char === '[') this.#state = IN_CSI;
    else this.#finish(plainKey(this.#sequence, char, true), undefined);
  }

  #inSequence(char) {
    const parameters = this.#parameters += char;
    const more = (char >= '0' && char <= '9') || char === ';' || (char === '[' && parameters === '[' && this.#state === IN_CSI);
    if (more && this.#sequence.length < LONGEST_SEQUENCE) return;
    this.#finish(sequenceKey(this.#sequence, this.#state === IN_O ? 'O' : '[', parameters), undefined);
  }

  // The machine is ready for the next key before the listeners run: they may throw.
  #finish(key, string) {
    this.#state = GROUND;
    this.#sequence = '';
    this.#parameters = '';
    this.#emit(string, key);
  }
}

function makeKey(sequence, name) {
  return { sequence, name, ctrl: false, meta: false, shift: false };
}

function codedKey(sequence, code, modifier) {
  const key = makeKey(sequence, names.get(code) ?? 'undefined');
  key.ctrl = (modifier & 4) !== 0 || controlled.has(code);
  key.meta = (modifier & 10) !== 0;
  key.shift = (modifier & 1) !== 0 || shifted.has(code);
  key.code = code;
  return key;
}

// A number before the letter is a modifier, written as one more than its bits: 1 shift, 2 alt, 4 ctrl, 8 meta.
function sequenceKey(sequence, prefix, parameters) {
  let match = NUMBERED.exec(parameters);
  if (match !== null) return codedKey(sequence, prefix + match[1] + match[3], (match[2] ?? 1) - 1);
  match = LETTERED.exec(parameters);
  if (match !== null) return codedKey(sequence, prefix + match[1] + match[4], (match[3] ?? 1) - 1);
  return codedKey(sequence, prefix + parameters, 0);
}

function plainKey(sequence, char, escaped) {
  const key = makeKey(sequence, simple[char]);
  key.meta = escaped;
  if (key.name !== undefined) return key;
  if (char <= '\x1a' && !escaped) {
    key.name = String.fromCharCode(char.charCodeAt(0) + 0x60);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(char)) {
    key.name = char.toLowerCase();
    key.shift = char >= 'A' && char <= 'Z';
  }
  return key;
}

// --- Streams that emit 'keypress'. ---

const attached = new WeakSet();

/**
 * Makes `stream` emit 'keypress' for its input, while that has listeners.
 * `iface`: an Interface, whose completion is switched off while pasted text comes in.
 */
function emitKeypressEvents(stream, iface = { __proto__: null }) {
  if (attached.has(stream)) return;
  attached.add(stream);
  const { StringDecoder } = require('string_decoder');
  const bytes = new StringDecoder('utf8');
  const keys = new KeyDecoder((string, key) => stream.emit('keypress', string, key));
  let timer;

  function onData(input) {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const string = bytes.write(input);
    if (string === '') return;
    if (timer !== undefined) require('timers').clearTimeout(timer);
    timer = undefined;
    feedAll(keys, string, iface);
    if (keys.pending && string.endsWith(ESCAPE)) {
      timer = require('timers').setTimeout(() => keys.flush(), iface.escapeCodeTimeout ?? ESCAPE_TIMEOUT);
    }
  }

  function onNewListener(event) {
    if (event !== 'keypress') return;
    stream.removeListener('newListener', onNewListener);
    stream.on('data', onData);
  }

  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

// Several characters at once are pasted text: only the last may complete.
function feedAll(keys, string, iface) {
  const single = string.length === 1 || (string.length === 2 && string.codePointAt(0) > 0xffff);
  iface._sawKeyPress = single;
  if (single) return keys.feed(string);
  const wasEnabled = iface.isCompletionEnabled;
  iface.isCompletionEnabled = false;
  let done = 0;
  try {
    for (const char of string) {
      done += char.length;
      if (done === string.length) iface.isCompletionEnabled = wasEnabled;
      keys.feed(char);
    }
  } finally {
    iface.isCompletionEnabled = wasEnabled;
  }
}

module.exports = { emitKeypressEvents };
