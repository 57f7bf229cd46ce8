'use strict';
// Errors of libnghttp2, as programs see them.
const { defineHidden } = require('define');
const errors = require('errors');
const { kCoded } = require('errors/stack_trace');

/** What nghttp2 refused: `number` is its (negative) error, 'errno' of this one. `code`:
 * instead of ERR_HTTP2_ERROR, with that error's message. */
class NghttpError extends Error {
  constructor(number, code = undefined) {
    super(code === undefined ? binding('http2').errorString(number) : new errors[code]().message);
    this.code = code ?? 'ERR_HTTP2_ERROR';
    this.errno = number;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}
defineHidden(NghttpError.prototype, kCoded, true);

module.exports = { NghttpError };
