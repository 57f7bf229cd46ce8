// What this runtime is: versions, release, features, build configuration, and the options NODE_OPTIONS may hold.
'use strict';
const { defineConstant } = require('define');
const native = binding('process');

/**
 * Versions of the parts, under the names that Node uses; `node` is the Node.js whose programs we run. Parts that are not in
 * here have the version that this Node has: build tools and packages ask what they may count on.
 */
function versions() {
  const list = {
    node: native.nodeVersion,
    eddy: native.eddyVersion,
    acorn: '8.15.0',
    ada: '3.3.0',
    amaro: '1.1.5',
    ares: native.aresVersion,
    brotli: native.brotliVersion,
    cjs_module_lexer: '2.1.0',
    cldr: '47.0',
    icu: '77.1',
    llhttp: native.llhttpVersion,
    modules: '137',
    napi: '10',
    nbytes: '0.1.1',
    ncrypto: '0.0.1',
    nghttp2: native.nghttp2Version,
    openssl: native.opensslVersion,
    simdjson: '4.1.0',
    simdutf: '6.4.0',
    sqlite: native.sqliteVersion,
    tz: '2025b',
    undici: '7.16.0',
    unicode: '16.0',
    uv: native.uvVersion,
    uvwasi: '0.0.23',
    v8: native.v8Version,
    zlib: native.zlibVersion,
    zstd: native.zstdVersion,
  };
  for (const name of Object.keys(list)) Object.defineProperty(list, name, { __proto__: null, writable: false });
  return list;
}

const release = () => ({
  name: 'node',
  lts: 'Krypton',
  sourceUrl: `https://nodejs.org/download/release/v${native.nodeVersion}/node-v${native.nodeVersion}.tar.gz`,
  headersUrl: `https://nodejs.org/download/release/v${native.nodeVersion}/node-v${native.nodeVersion}-headers.tar.gz`,
});

/** Whether types are taken away, or what stands for code is made code, too. */
function typescriptMode() {
  return require('options').getOption('--experimental-transform-types') ? 'transform' : 'strip';
}

function features() {
  const list = {};
  const define = (name, get) => Object.defineProperty(list, name, { __proto__: null, configurable: false, enumerable: true, get });
  defineConstant(list, 'inspector', true);
  defineConstant(list, 'debug', false);
  defineConstant(list, 'uv', true);
  defineConstant(list, 'ipv6', true);
  for (const name of ['tls_alpn', 'tls_sni', 'tls_ocsp', 'tls']) defineConstant(list, name, true);
  defineConstant(list, 'openssl_is_boringssl', false);
  define('cached_builtins', () => true);
  define('require_module', () => require('options').getOption('--experimental-require-module'));
  define('typescript', () => (require('options').getOption('--strip-types') ? typescriptMode() : false));
  return list;
}

// What native addons and build tools ask for.
function config() {
  const freeze = (object) => {
    for (const value of Object.values(object)) if (typeof value === 'object') freeze(value);
    return Object.freeze(object);
  };
  const arch = require('process_object').arch;
  const shared = {}; // parts that are libraries of the system's: none is, as addons see it
  for (const name of ['ada', 'brotli', 'cares', 'http_parser', 'libuv', 'nghttp2', 'nghttp3', 'ngtcp2', 'openssl', 'simdjson',
    'simdutf', 'sqlite', 'uvwasi', 'zlib', 'zstd']) shared[`node_shared_${name}`] = false;
  return freeze({
    target_defaults: {
      cflags: [],
      default_configuration: 'Release',
      defines: [],
      include_dirs: [],
      libraries: [],
    },
    variables: {
      asan: native.asan,
      clang: 0,
      coverage: false,
      enable_lto: false,
      host_arch: arch,
      icu_small: false,
      icu_ver_major: '77',
      is_debug: 0,
      libdir: 'lib',
      napi_build_version: '10',
      node_builtin_shareable_builtins: [],
      node_byteorder: 'little',
      node_module_version: 137,
      node_no_browser_globals: false,
      node_prefix: '/usr/local',
      node_shared: false,
      ...shared,
      node_tag: '',
      node_target_type: 'executable',
      node_use_amaro: true,
      node_use_bundled_v8: true,
      node_use_node_snapshot: true,
      node_use_openssl: true,
      node_without_node_options: false,
      shlib_suffix: 'so.137',
      single_executable_application: true,
      target_arch: arch,
      v8_enable_i18n_support: 1,
      v8_enable_inspector: 1,
      v8_enable_pointer_compression: 0,
      v8_enable_sandbox: 0,
      v8_enable_webassembly: 1,
      v8_use_siphash: 1,
      want_separate_host_toolset: 0,
    },
  });
}

/**
 * A Set that knows an option by any spelling: dashes or underscores, with or without a value, leading dashes or none.
 * It shows what may be; nobody changes it, not even by Set.prototype's methods: what they change, nobody sees.
 */
class AllowedFlags extends Set {
  #flags;

  constructor(flags) {
    super();
    this.#flags = new Set(flags);
  }

  get size() { return this.#flags.size; }

  has(flag) {
    if (typeof flag !== 'string') return false;
    const flags = this.#flags;
    let name = flag.replaceAll('_', '-');
    if (flags.has(name)) return true;
    const equals = name.indexOf('=');
    if (equals >= 0) name = name.slice(0, equals);
    if (name.startsWith('-')) return flags.has(name);
    return flags.has(`--${name}`) || flags.has(`-${name}`);
  }

  add() { return this; }
  delete() { return false; }
  clear() {}
  forEach(callback, thisArg) { for (const flag of this.#flags) callback.call(thisArg, flag, flag, this); }
  entries() { return this.#flags.entries(); }
  keys() { return this.#flags.values(); }
  values() { return this.#flags.values(); }
  [Symbol.iterator]() { return this.#flags.values(); }
}

function allowedNodeEnvironmentFlags() {
  const flags = new AllowedFlags(require('options').inNodeOptions());
  return Object.freeze(flags);
}

module.exports = { versions, release, features, config, allowedNodeEnvironmentFlags };
