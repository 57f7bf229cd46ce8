'use strict';
// The events of a test file's process, among what it writes to standard output itself. An event is a mark that no text
// contains, its length in four bytes, and the event in the structured clone format; errors travel as records.

const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');
const v8 = require('v8');

const MARK = Buffer.from([0xff, 0xfe, 0x0f, 0xff, 0xfe, 0x0f]);
const HEAD = MARK.length + 4;
const MAX_CAUSES = 16;

// --- Errors. ---

function recordOf(error, depth = 0) {
  const own = {};
  for (const key of Object.keys(error)) if (key !== 'cause') own[key] = cloneable(error[key]);
  const record = { kind: error.constructor?.name, name: error.name, message: error.message, stack: error.stack, own };
  if ('cause' in error) {
    record.cause = isError(error.cause) && depth < MAX_CAUSES ? { error: recordOf(error.cause, depth + 1) } :
      { value: cloneable(error.cause), isEnumerable: Object.keys(error).includes('cause') };
    record.cause.isEnumerable = Object.keys(error).includes('cause');
  }
  return record;
}

const constructors = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function errorOf({ kind, name, message, stack, own, cause }) {
  const error = new (constructors[kind] ?? Error)(message);
  define(error, 'stack', stack);
  if (error.name !== name) define(error, 'name', name);
  Object.assign(error, own);
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

function isError(value) {
  return require('util').types.isNativeError(value);
}

/** The value, or, where it cannot be cloned, what it looks like. */
function cloneable(value) {
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return value;
  try {
    v8.serialize(value);
    return value;
  } catch {
    return require('inspect').inspect(value);
  }
}

// --- Writing. ---

function encode({ type, data }) {
  if (data.details?.error !== undefined) {
    data = { ...data, details: { ...data.details, error: undefined, record: recordOf(data.details.error) } };
  }
  const body = v8.serialize({ type, data: { ...data } });
  const head = Buffer.alloc(HEAD);
  MARK.copy(head);
  head.writeUInt32BE(body.length, MARK.length);
  return Buffer.concat([head, body]);
}

/** Writes the events of `stream` to `output`. */
function writeTo(stream, output) {
  stream.on('data', (event) => {
    if (event.type !== 'test:plan' || event.data.nesting > 0) output.write(encode(event));
  });
}

// --- Reading. ---

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
      const end = HEAD + bytes.readUInt32BE(MARK.length);
      if (bytes.length < end) break;
      this.#event(bytes.subarray(HEAD, end));
      bytes = bytes.subarray(end);
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

  #event(body) {
    const event = v8.deserialize(Buffer.from(body));
    const { details } = event.data;
    if (details?.record !== undefined) {
      details.error = errorOf(details.record);
      delete details.record;
    }
    this.#onEvent(event);
  }
}

/** How many of the last bytes may be the beginning of a mark. */
function partOfMark(bytes) {
  for (let length = Math.min(MARK.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(MARK.subarray(0, length))) return length;
  }
  return 0;
}

module.exports = { Reader, writeTo };
