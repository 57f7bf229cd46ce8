'use strict';
// The errors room: a class for each error code, made when first asked for, and the helpers that make, hide and combine
// errors.
//
//   throw new ERR_INVALID_ARG_TYPE('path', ['string', 'Buffer'], value);
// Also shown: stack_trace, system.

const { defineHidden } = require('define');
const codes = require('errors/codes');
const plainCodes = require('errors/plain_codes');
const { fillTemplate, describeReceived, formatList } = require('errors/describe');
const { SystemError } = require('errors/system_error');
const { kCoded, prepareStackTrace, errorPrepareStackTrace } = require('errors/stack_trace');
const system = require('errors/system');

const {
  apply, assign, bareArray, captureStackTrace, construct, defineProperty, getOwnPropertyDescriptor, hasOwn, isArray, keys, stringIncludes,
} = require('intrinsics');
const RealError = Error;

// details(error, ...args)
function addDetails(details, error, args) {
  const all = bareArray();
  all[0] = error;
  for (let i = 0; i < args.length; i++) all[i + 1] = args[i];
  apply(details, undefined, all);
}

/** Marks a class of errors whose stack begins with `Name [CODE]: message`. */
function markCoded(ErrorClass) {
  defineHidden(ErrorClass.prototype, kCoded, true);
}

/** new ErrorClass(text) by its base alone, with an empty stack: V8 takes a stack for each error, as long as Error.stackTraceLimit says. */
function makeWithoutStack(Base, text, ErrorClass) {
  const limit = getOwnPropertyDescriptor(RealError, 'stackTraceLimit');
  if (limit === undefined || !hasOwn(limit, 'value') || !limit.writable) return construct(Base, [text], ErrorClass);
  RealError.stackTraceLimit = 0;
  try {
    return construct(Base, [text], ErrorClass);
  } finally {
    RealError.stackTraceLimit = limit.value;
  }
}

function makeCodedClass(code, Base, message, details) {
  const messageOf = typeof message === 'function' ? (args) => apply(message, undefined, args) :
    stringIncludes(message, '%') ? (args) => fillTemplate(message, args) : () => message;
  class NodeError extends Base {
    constructor(...args) {
      super(messageOf(args));
      this.code = code;
      if (details !== undefined) addDetails(details, this, args);
    }

    /** `new this(...args)`, whose stack begins at the caller of `fn`. */
    static hiddenFrom(fn, ...args) {
      const error = hideFrom(makeWithoutStack(Base, messageOf(args), NodeError), fn);
      error.code = code;
      if (details !== undefined) addDetails(details, error, args);
      return error;
    }

    toString() {
      return `${this.name} [${code}]: ${this.message}`;
    }
  }
  // Programs that look at error.constructor expect the language's own class there.
  defineHidden(NodeError.prototype, 'constructor', Base);
  markCoded(NodeError);
  return NodeError;
}

function makeSystemClass(code, prefix) {
  return class NodeError extends SystemError {
    constructor(info) {
      super(code, prefix, info);
    }
  };
}

function makeClass(code) {
  const { 0: bases, 1: message, 2: details } = codes[code];
  if (bases === SystemError) return makeSystemClass(code, message);
  if (!isArray(bases)) return makeCodedClass(code, bases, message, details);
  const Default = makeCodedClass(code, bases[0], message, details);
  for (let i = 1; i < bases.length; i++) {
    defineHidden(Default, bases[i].name, makeCodedClass(code, bases[i], message, details));
  }
  return Default;
}

// Errors that Node.js throws from native code have a code, but neither a header nor a toString of their own.
function makePlainClass(code) {
  const { 0: Base, 1: defaultMessage, 2: details } = plainCodes[code];
  class NodeError extends Base {
    constructor(message = defaultMessage, ...args) {
      super(message);
      this.code = code;
      if (details !== undefined) addDetails(details, this, args);
    }
  }
  defineHidden(NodeError.prototype, 'constructor', Base);
  return NodeError;
}

function defineLazily(code, make) {
  defineProperty(exports, code, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      const ErrorClass = make(code);
      defineProperty(exports, code, { __proto__: null, value: ErrorClass, enumerable: true });
      return ErrorClass;
    },
  });
}

for (const code of keys(codes)) defineLazily(code, makeClass);
for (const code of keys(plainCodes)) defineLazily(code, makePlainClass);

markCoded(SystemError);

/** The error of an operation that an AbortSignal stopped. */
class AbortError extends Error {
  /** @param {{cause?: any}} [options] */
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new exports.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/** An AggregateError that takes its code from the first of its errors. */
class NodeAggregateError extends AggregateError {
  constructor(errors, message) {
    super(errors, message);
    this.code = errors[0]?.code;
  }
}
defineHidden(NodeAggregateError.prototype, 'constructor', AggregateError);
markCoded(NodeAggregateError);

/** Both errors in one: `outer`, with `inner` after it. Either may be missing. */
function aggregateTwoErrors(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (isArray(outer.errors)) {
    outer.errors[outer.errors.length] = inner;
    return outer;
  }
  const error = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  captureStackTrace(error, aggregateTwoErrors);
  return error;
}

/** Makes the stack of an error begin at the caller of `fn`. Returns the error. */
function hideFrom(error, fn) {
  if (isErrorLike(error)) captureStackTrace(error, fn);
  return error;
}

/** Wraps a function so that the stack of what it throws begins at its caller. */
function hideStackFrames(fn) {
  function wrapped(...args) {
    try {
      return apply(fn, this, args);
    } catch (error) {
      throw hideFrom(error, wrapped);
    }
  }
  wrapped.withoutStackTrace = fn;
  return wrapped;
}

/** Whether a value has an error's shape, whichever realm it is from. */
function isErrorLike(value) {
  return typeof value === 'object' && value !== null && hasOwn(value, 'stack');
}

/** Whether an error says that the call stack ran over. */
function isStackOverflowError(error) {
  return error?.name === 'RangeError' && error.message === 'Maximum call stack size exceeded';
}

/** What `new URL()` throws: ERR_INVALID_URL with a plain header, `TypeError: Invalid URL`. */
function invalidUrlException(input, base) {
  const error = hideFrom(makeWithoutStack(TypeError, 'Invalid URL', TypeError), invalidUrlException);
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined && base !== null) error.base = base;
  return error;
}

/** An Error with further properties. */
function genericNodeError(message, properties) {
  return assign(hideFrom(makeWithoutStack(Error, message, Error), genericNodeError), properties);
}

assign(exports, {
  AbortError,
  ConnResetException: system.connResetException,
  DNSException: system.dnsException,
  ErrnoException: system.errnoException,
  ExceptionWithHostPort: system.exceptionWithHostPort,
  NodeAggregateError,
  SystemError,
  UVException: system.uvException,
  UVExceptionWithHostPort: system.uvExceptionWithHostPort,
  aggregateTwoErrors,
  connResetException: system.connResetException,
  determineSpecificType: describeReceived,
  dnsException: system.dnsException,
  errname: system.errname,
  errnoException: system.errnoException,
  errorPrepareStackTrace,
  exceptionWithHostPort: system.exceptionWithHostPort,
  formatList,
  genericNodeError,
  hideFrom,
  hideStackFrames,
  invalidUrlException,
  isErrorLike,
  isStackOverflowError,
  prepareStackTrace,
  uvErrorOf: system.uvErrorOf,
  uvException: system.uvException,
  uvExceptionWithHostPort: system.uvExceptionWithHostPort,
});
