'use strict';
// A Transform whose stream state is made when it is used as a stream: most hashes and ciphers never are.

const { defineProperty } = require('intrinsics');
const { Transform } = require('stream');

/** `options`: those of Transform. */
function LazyTransform(options) {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

for (const name of ['_readableState', '_writableState']) {
  defineProperty(LazyTransform.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      becomeStream(this);
      return this[name];
    },
    set(value) {
      defineProperty(this, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
    },
  });
}

function becomeStream(object) {
  // Until the constructor below has run, its questions are answered by these.
  object._readableState = undefined;
  object._writableState = undefined;
  Transform.call(object, { defaultEncoding: 'utf8', ...object._options, decodeStrings: false });
}

module.exports = { LazyTransform };
