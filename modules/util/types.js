// node:util/types: what base/types tests, and which objects are keys. npm parts require it by this name, too.
'use strict';
const types = { ...require('types') };

// Those of keys cannot be replaced.
for (const name of ['isKeyObject', 'isCryptoKey']) {
  const { [name]: check } = require('crypto/key_checks');
  Object.defineProperty(types, name, { __proto__: null, enumerable: true, value(object) { return check(object); } });
}

module.exports = types;
