'use strict';
// Takes apart what a test file's process writes: its own output, and the events that test/wire put between.

const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');
const { deserialize } = require('v8/serialize');
const { MARK, HEAD } = require('test/wire');

const constructors = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function errorOf({ kind, name, message, stack, own, cause, errors }) {
  const error = new (constructors[kind] ?? Error)(message);
  define(error, 'stack', stack);
  if (error.name !== name) define(error, 'name', name);
  Object.assign(error, own);
  if (errors !== undefined) define(error, 'errors', errors.map((inner) => inner.error === undefined ? inner.value : errorOf(inner.error)));
  if (cause !== undefined) {
    const value = cause.error === undefined ? cause.value : errorOf(cause.error);
    if (cause.isEnumerable) error.cause = value;
    else define(error, 'cause', value);
  }
  return error;
}

function define(error, name, value) {
  Object.defineProperty(error, name, { __proto__: null, value, configurable: true, writable: true, enumerable: false });
}

/** Takes apart what a test file's process wrote: calls onText(string) and onEvent({type, data}) in the order written. */
class Reader {
  #rest = Buffer.alloc(0);
  #decoder = new StringDecoder('utf8');
  #onText;
  #onEvent;

  constructor(onText, onEvent) {
    this.#onText = onText;
    this.#onEvent = onEvent;
  }

  write(chunk) {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const mark = bytes.indexOf(MARK);
      const textEnd = mark === -1 ? bytes.length - partOfMark(bytes) : mark;
      this.#text(bytes.subarray(0, textEnd));
      bytes = bytes.subarray(textEnd);
      if (mark === -1 || bytes.length < HEAD) break;
      const length = bytes.readUInt32BE(MARK.length);
      const isHead = bytes.readUInt32BE(MARK.length + 4) === ~length >>> 0;
      const end = HEAD + length;
      if (isHead && bytes.length < end) break;
      const event = isHead ? eventOf(bytes.subarray(HEAD, end)) : null;
      if (event === null) { // the file's own bytes, which happen to have the mark
        this.#text(bytes.subarray(0, MARK.length));
        bytes = bytes.subarray(MARK.length);
      } else {
        this.#onEvent(event);
        bytes = bytes.subarray(end);
      }
    }
    this.#rest = Buffer.from(bytes);
  }

  end() {
    this.#text(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  #text(bytes) {
    if (bytes.length === 0) return;
    const text = this.#decoder.write(bytes);
    if (text !== '') this.#onText(text);
  }
}

/** The event of these bytes, or null where they are none: a test file may write any bytes. */
function eventOf(body) {
  try {
    const event = deserialize(Buffer.from(body));
    if (typeof event.type !== 'string') return null;
    const { details } = event.data;
    if (details?.record !== undefined) {
      details.error = errorOf(details.record);
      delete details.record;
    }
    return event;
  } catch {
    return null;
  }
}

/** How many of the last bytes may be the beginning of a mark. */
function partOfMark(bytes) {
  for (let length = Math.min(MARK.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(MARK.subarray(0, length))) return length;
  }
  return 0;
}

module.exports = { Reader };
