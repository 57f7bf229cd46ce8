'use strict';
// SystemError: a failed system call reported by an API with a code of its own (ERR_FS_CP_EINVAL and its like); what the
// system said stands in `info`, and errno, syscall, path and dest read and write it.

const { defineProperties, defineProperty } = require('intrinsics');

function textOrUndefined(value) {
  return value === null || value === undefined ? value : `${value}`;
}

function bytesOf(value) {
  return value ? binding('buffer').bufferOfText(`${value}`) : undefined;
}

function ownAccessor(get, set) {
  return { __proto__: null, get, set, enumerable: true, configurable: true };
}

function describe(prefix, info) {
  let message = `${prefix}: ${info.syscall} returned ${info.code} (${info.message})`;
  if (info.path !== undefined) message += ` ${info.path}`;
  if (info.dest !== undefined) message += ` => ${info.dest}`;
  return message;
}

/** An error of a system call as Node words it; errno, syscall, path and dest are properties of its `info`. */
class SystemError extends Error {
  /**
   * @param {string} code
   * @param {string} prefix what failed, the start of the message
   * @param {{code: string, message: string, syscall: string, errno?: number, path?: string|Buffer,
   *   dest?: string|Buffer}} info
   */
  constructor(code, prefix, info) {
    super(describe(prefix, info));
    defineProperties(this, {
      __proto__: null,
      code: { __proto__: null, value: code, writable: true, enumerable: true, configurable: true },
      name: { __proto__: null, value: 'SystemError', writable: true, enumerable: false, configurable: true },
      info: { __proto__: null, value: info, enumerable: true, configurable: true },
      errno: ownAccessor(() => info.errno, (value) => { info.errno = value; }),
      syscall: ownAccessor(() => info.syscall, (value) => { info.syscall = value; }),
    });
    if (info.path !== undefined) {
      const set = (value) => { info.path = bytesOf(value); };
      defineProperty(this, 'path', ownAccessor(() => textOrUndefined(info.path), set));
    }
    if (info.dest !== undefined) {
      const set = (value) => { info.dest = bytesOf(value); };
      defineProperty(this, 'dest', ownAccessor(() => textOrUndefined(info.dest), set));
    }
  }

  /** 'SystemError [CODE]: message'. */
  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    return require('inspect').inspect(this, { ...options, getters: true, customInspect: false });
  }
}

module.exports = { SystemError };
