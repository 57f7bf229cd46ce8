// process.binding (deprecated): the few parts that programs still ask for, made of public modules.
'use strict';

const TYPE_CHECKS = [
  'isAnyArrayBuffer', 'isArrayBuffer', 'isArrayBufferView', 'isAsyncFunction', 'isDataView', 'isDate', 'isExternal',
  'isMap', 'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp', 'isSet', 'isSetIterator', 'isTypedArray',
  'isUint8Array',
];

const parts = {
  __proto__: null,
  config() {
    const { hasOwn } = Object;
    const { versions } = require('process');
    return { hasIntl: true, hasOpenSSL: hasOwn(versions, 'openssl'), hasInspector: binding('builtins').exists('inspector') };
  },
  constants() {
    const { exists } = binding('builtins');
    const { UV_UDP_REUSEADDR, ...os } = require('os').constants;
    return {
      os: { UV_UDP_REUSEADDR, ...os },
      fs: require('fs').constants,
      crypto: exists('crypto') ? require('crypto').constants : {},
      zlib: exists('zlib') ? require('zlib').constants : {},
      trace: {},
    };
  },
  util() {
    const types = require('types');
    return Object.fromEntries(TYPE_CHECKS.map((name) => [name, types[name]]));
  },
  uv() {
    const util = require('util');
    const constants = {};
    for (const [number, [name]] of util.getSystemErrorMap()) constants[`UV_${name}`] = number;
    return { errname: (number) => util.getSystemErrorName(number), ...constants };
  },
};

const made = new Map();
let warned = false;

/** @param {string} name 'constants', 'util', ... @throws Error when there is no such part */
function legacyBinding(name) {
  const { getOption } = require('options');
  if (!warned && getOption('--pending-deprecation')) {
    warned = true;
    require('process').emitWarning('process.binding() is deprecated. Please use public APIs instead.', 'DeprecationWarning',
      'DEP0111');
  }
  name = `${name}`;
  if (!(name in parts)) throw new Error(`No such module: ${name}`);
  if (!made.has(name)) made.set(name, parts[name]());
  return made.get(name);
}

module.exports = { binding: legacyBinding };
