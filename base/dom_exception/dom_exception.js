'use strict';
// DOMException (https://webidl.spec.whatwg.org/#idl-DOMException): a native error, so that it has a stack and
// Error.isError() knows it, whose name, message and code are getters of the prototype.

const { defineHidden, descriptorOf } = require('define');

const legacyCodes = [
  ['IndexSizeError', 'INDEX_SIZE_ERR'],
  [undefined, 'DOMSTRING_SIZE_ERR'],
  ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR'],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR'],
  ['InvalidCharacterError', 'INVALID_CHARACTER_ERR'],
  [undefined, 'NO_DATA_ALLOWED_ERR'],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR'],
  ['NotFoundError', 'NOT_FOUND_ERR'],
  ['NotSupportedError', 'NOT_SUPPORTED_ERR'],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR'],
  ['InvalidStateError', 'INVALID_STATE_ERR'],
  ['SyntaxError', 'SYNTAX_ERR'],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR'],
  ['NamespaceError', 'NAMESPACE_ERR'],
  ['InvalidAccessError', 'INVALID_ACCESS_ERR'],
  [undefined, 'VALIDATION_ERR'],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR'],
  ['SecurityError', 'SECURITY_ERR'],
  ['NetworkError', 'NETWORK_ERR'],
  ['AbortError', 'ABORT_ERR'],
  ['URLMismatchError', 'URL_MISMATCH_ERR'],
  ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR'],
  ['TimeoutError', 'TIMEOUT_ERR'],
  ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR'],
  ['DataCloneError', 'DATA_CLONE_ERR'],
];

const codeOfName = new Map();

// V8 writes all errors alike, into messages to other threads, too: an exception would arrive as a plain Error. While a
// message is being written V8 looks at `name` and then at `stack`, so that the stack can say what is to arrive.
const { isWriting, noteException } = binding('messages');
const MARK = '\0DOMException ';
let marked = []; // [exception, descriptor of its stack]

function markForCrossing(exception) {
  const descriptor = descriptorOf(exception, 'stack');
  if (descriptor?.configurable !== true) return;
  const { stack } = exception;
  if (`${stack}`.startsWith(MARK)) return;
  const facts = JSON.stringify([Fields.name(exception), Fields.message(exception)]);
  marked.push([exception, descriptor]);
  const value = `${MARK}${facts}\n${stack}`;
  Object.defineProperty(exception, 'stack', { __proto__: null, configurable: true, writable: true, enumerable: false, value });
  noteException();
}

/** The message is written: the exceptions in it have their own stacks again. */
function unmark() {
  const list = marked;
  marked = [];
  for (const [exception, descriptor] of list) Object.defineProperty(exception, 'stack', descriptor);
}

/** Makes the exceptions again in what a message brought: a value of V8's own kinds alone, without getters. */
function restoreIn(value, seen = new Set()) {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (Error.isError(value)) restore(value);
  if (value instanceof Map) for (const pair of value) for (const part of pair) restoreIn(part, seen);
  else if (value instanceof Set) for (const part of value) restoreIn(part, seen);
  if (ArrayBuffer.isView(value)) return;
  for (const name of Object.getOwnPropertyNames(value)) restoreIn(Object.getOwnPropertyDescriptor(value, name).value, seen);
}

function restore(error) {
  const { stack } = error;
  if (typeof stack !== 'string' || !stack.startsWith(MARK)) return;
  const end = stack.indexOf('\n');
  const [name, message] = JSON.parse(stack.slice(MARK.length, end));
  Object.defineProperty(error, 'stack', {
    __proto__: null,
    configurable: true, writable: true, enumerable: false, value: stack.slice(end + 1),
  });
  delete error.message;
  Object.setPrototypeOf(error, DOMException.prototype);
  new Fields(error, name, message);
}

/** Puts the private fields on an error that Error itself made: `extends Error` would show in DOMException's prototype. */
class Fields extends (function returnIt(error) { return error; }) {
  #name;
  #message;

  constructor(error, name, message) {
    super(error);
    this.#name = name;
    this.#message = message;
  }

  static has(value) {
    return typeof value === 'object' && value !== null && #name in value;
  }

  static name(error) {
    if (!Fields.has(error)) throw invalidThis();
    return error.#name;
  }

  static message(error) {
    if (!Fields.has(error)) throw invalidThis();
    return error.#message;
  }
}

function invalidThis() {
  const error = new TypeError('Value of "this" must be of DOMException');
  error.code = 'ERR_INVALID_THIS';
  return error;
}

/** https://webidl.spec.whatwg.org/#idl-DOMException. It can be cloned to other threads. */
class DOMException {
  /**
   * @param {string} [message]
   * @param {string|{name?: string, cause?: any}} [options] the name, by default 'Error'; with an object also the cause
   */
  constructor(message = '', options = 'Error') {
    const text = `${message}`;
    const isObject = options !== null && typeof options === 'object';
    const name = isObject ? options.name : options;
    const error = Reflect.construct(Error, [], new.target);
    if (isObject && 'cause' in options) {
      defineHidden(error, 'cause', options.cause);
    }
    return new Fields(error, name === undefined ? 'Error' : `${name}`, text);
  }

  /** Such as 'AbortError'; 'Error' by default. */
  get name() {
    if (isWriting()) markForCrossing(this);
    return Fields.name(this);
  }

  /** The empty string by default. */
  get message() {
    return Fields.message(this);
  }

  /** The number that the name had before names, or 0. */
  get code() {
    return codeOfName.get(Fields.name(this)) ?? 0;
  }
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
for (const key of ['name', 'message', 'code']) Object.defineProperty(DOMException.prototype, key, { __proto__: null, enumerable: true });
legacyCodes.forEach(([name, constant], index) => {
  const descriptor = { __proto__: null, value: index + 1, enumerable: true };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
  if (name !== undefined) codeOfName.set(name, index + 1);
});
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { __proto__: null, value: 'DOMException', configurable: true });

/** @returns {boolean} whether `value` is a DOMException */
const isDOMException = Fields.has;

module.exports = { DOMException, isDOMException, unmark, restoreIn };
