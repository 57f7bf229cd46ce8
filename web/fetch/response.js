'use strict';
// undici's Response, with a body that is there as bytes: text(), json(), arrayBuffer(), bytes() and bodyUsed look whether it is
// one of ours that nobody has asked for the stream of, and otherwise do what undici does.
const { Buffer } = require('buffer');
const { listOf } = require('http/header_fields');
const { lowerName } = require('http/common');
const { Response, fromInnerResponse, makeResponse } = require('undici/lib/web/fetch/response');

class Returned {
  constructor(object) { return object; }
}

/** Keeps the IncomingBody of a Response in a field that nobody sees. */
class Bodied extends Returned {
  #body;

  constructor(response, body) {
    super(response);
    this.#body = body;
  }

  /** The body of `value` if it is a Response of ours whose body is untouched, otherwise null. */
  static untouched(value) {
    if (typeof value !== 'object' || value === null || !(#body in value)) return null;
    const body = value.#body;
    return body.isUntouched ? body : null;
  }

  /** Whether text() or its like has had the body. */
  static isTaken(value) {
    return typeof value === 'object' && value !== null && #body in value && value.#body.isTaken;
  }
}

// --- What becomes of the bytes. ---

function toText(bytes) {
  const start = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.utf8Slice(start, bytes.length);
}

function toJson(bytes) {
  return JSON.parse(toText(bytes));
}

function toBytes(bytes) {
  return new Uint8Array(bytes); // a copy: the memory of what comes in is shared
}

function toArrayBuffer(bytes) {
  return toBytes(bytes).buffer;
}

// --- The methods. ---

const conversions = { __proto__: null, text: toText, json: toJson, bytes: toBytes, arrayBuffer: toArrayBuffer };

function takeBodiesDirectly({ prototype }) {
  for (const name of Object.keys(conversions)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    const ordinary = descriptor.value;
    const convert = conversions[name];
    const { [name]: value } = {
      [name]() {
        const body = Bodied.untouched(this);
        return body === null ? Reflect.apply(ordinary, this, arguments) : body.take(convert);
      },
    };
    Object.defineProperty(prototype, name, { __proto__: null, ...descriptor, value });
  }
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'bodyUsed');
  const ordinary = descriptor.get;
  const { get } = Object.getOwnPropertyDescriptor({
    get bodyUsed() {
      if (Bodied.untouched(this) !== null) return false;
      return Bodied.isTaken(this) || Reflect.apply(ordinary, this, []);
    },
  }, 'bodyUsed');
  Object.defineProperty(prototype, 'bodyUsed', { __proto__: null, ...descriptor, get });
}
takeBodiesDirectly(Response);

// --- Making one. ---

/** The reason as undici reads it: UTF-8. */
function reasonText(reason) {
  return /[\x80-\xff]/.test(reason) ? Buffer.from(reason, 'latin1').toString() : reason;
}

/**
 * @param {URL} url @param {number} status @param {string} reason Latin-1 @param {string[]} fields [name, value, ...]
 * @param {IncomingBody|null} body
 * @returns {Response}
 */
function makeResponseOf(url, status, reason, fields, body) {
  const inner = makeResponse();
  inner.type = 'basic';
  inner.status = status;
  inner.statusText = reasonText(reason);
  inner.urlList.push(url);
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i];
    inner.headersList.append(lowerName(name) ?? name.toLowerCase(), fields[i + 1], true);
  }
  const response = fromInnerResponse(inner, 'immutable');
  if (body !== null) {
    inner.body = body;
    new Bodied(response, body);
  }
  return response;
}

module.exports = { listOf, makeResponseOf };
