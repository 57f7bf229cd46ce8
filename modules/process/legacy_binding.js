// process.binding (deprecated): the parts that programs may still ask for, made of public modules and of the handles below
// them. The larger ones are files of their own in process/parts.
'use strict';

const TYPE_CHECKS = [
  'isAnyArrayBuffer', 'isArrayBuffer', 'isArrayBufferView', 'isAsyncFunction', 'isDataView', 'isDate', 'isExternal',
  'isMap', 'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp', 'isSet', 'isSetIterator', 'isTypedArray',
  'isUint8Array',
];

const parts = {
  __proto__: null,
  buffer: () => require('process/parts/buffer'),
  cares_wrap: () => require('process/parts/cares_wrap'),
  config() {
    const { hasOwn } = Object;
    const { versions } = require('process_object');
    return {
      isDebugBuild: false,
      openSSLIsBoringSSL: false,
      hasOpenSSL: hasOwn(versions, 'openssl'),
      fipsMode: false,
      hasIntl: true,
      hasTracing: false,
      hasNodeOptions: true,
      hasInspector: true,
      noBrowserGlobals: false,
      bits: 64,
      getDefaultLocale: () => new Intl.DateTimeFormat().resolvedOptions().locale,
    };
  },
  constants() {
    const { UV_UDP_REUSEADDR, ...os } = require('os').constants;
    return {
      os: { UV_UDP_REUSEADDR, ...os },
      fs: require('fs').constants,
      crypto: require('crypto').constants,
      zlib: require('zlib').constants,
      trace: {},
    };
  },
  contextify() {
    const { Script, compileFunction, constants } = require('vm');
    return { ContextifyScript: Script, compileFunction, constants };
  },
  fs: () => require('fs/legacy/part'),
  natives() {
    const { builtinModules } = require('module');
    return Object.fromEntries(builtinModules.map((id) => [id, `// ${id} is a part of eddy.\n`]));
  },
  os: () => require('process/parts/os'),
  pipe_wrap: () => require('process/parts/handles').pipe,
  process_wrap: () => require('process/parts/handles').process,
  spawn_sync: () => require('child_process/sync').part,
  stream_wrap: () => require('process/parts/handles').stream,
  tcp_wrap: () => require('process/parts/handles').tcp,
  tty_wrap: () => require('process/parts/handles').tty,
  udp_wrap: () => require('process/parts/handles').udp,
  util() {
    const types = require('types');
    return Object.fromEntries(TYPE_CHECKS.map((name) => [name, types[name]]));
  },
  uv() {
    const util = require('util');
    const constants = {};
    for (const [number, [name]] of util.getSystemErrorMap()) constants[`UV_${name}`] = number;
    return {
      errname: (number) => util.getSystemErrorName(number),
      ...constants,
      getErrorMap: () => util.getSystemErrorMap(),
      getErrorMessage: (number) => util.getSystemErrorMessage(number),
    };
  },
  zlib() {
    const { crc32 } = require('zlib');
    const { Zlib } = require('zlib/handle');
    return { Zlib, crc32, ZLIB_VERSION: require('process_object').versions.zlib };
  },
};

const made = new Map();
let warned = false;

/** @param {string} name 'constants', 'util', ... @throws Error when there is no such part; ERR_ACCESS_DENIED with --permission */
function legacyBinding(name) {
  if (binding('permission').isRestricted('process.binding')) {
    const { ERR_ACCESS_DENIED } = require('errors');
    throw new ERR_ACCESS_DENIED('process.binding');
  }
  const { getOption } = require('options');
  if (!warned && getOption('--pending-deprecation')) {
    warned = true;
    require('process_object').emitWarning('process.binding() is deprecated. Please use public APIs instead.', 'DeprecationWarning',
      'DEP0111');
  }
  name = `${name}`;
  if (!(name in parts)) throw new Error(`No such module: ${name}`);
  if (!made.has(name)) made.set(name, parts[name]());
  return made.get(name);
}

module.exports = { binding: legacyBinding };
