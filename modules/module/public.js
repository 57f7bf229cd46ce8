'use strict';
// The public modules: which of modules/** a user may require or import, under which names, and where they live.

const { getOption } = require('options');

// Public id -> internal id where the two differ.
const homes = {
  __proto__: null,
  '_http_agent': 'http/agent',
  '_http_client': 'http/client',
  '_http_common': 'http/legacy_names/common',
  '_http_incoming': 'http/legacy_names/incoming',
  '_http_outgoing': 'http/legacy_names/outgoing',
  '_http_server': 'http/legacy_names/server',
  '_stream_duplex': 'stream/legacy_names/duplex',
  '_stream_passthrough': 'stream/legacy_names/passthrough',
  '_stream_readable': 'stream/legacy_names/readable',
  '_stream_transform': 'stream/legacy_names/transform',
  '_stream_wrap': 'net/legacy_names/stream_wrap',
  '_stream_writable': 'stream/legacy_names/writable',
  '_tls_common': 'tls/legacy_names/common',
  '_tls_wrap': 'tls/legacy_names/wrap',
  'eddy:loop': 'loop',
};

// Reachable with and without 'node:', in the order builtinModules shows them.
const plainIds = [
  '_http_agent', '_http_client', '_http_common', '_http_incoming', '_http_outgoing', '_http_server',
  '_stream_duplex', '_stream_passthrough', '_stream_readable', '_stream_transform', '_stream_wrap', '_stream_writable',
  '_tls_common', '_tls_wrap', 'assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'cluster', 'console',
  'constants', 'crypto', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs', 'fs/promises',
  'http', 'http2', 'https', 'inspector', 'inspector/promises', 'module', 'net', 'os', 'path', 'path/posix',
  'path/win32', 'perf_hooks', 'process', 'punycode', 'querystring', 'readline', 'readline/promises', 'repl', 'stream',
  'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder', 'sys', 'timers', 'timers/promises', 'tls',
  'trace_events', 'tty', 'url', 'util', 'util/types', 'v8', 'vm', 'wasi', 'worker_threads', 'zlib',
];

// Reachable with 'node:' only.
const schemeOnlyIds = ['sea', 'sqlite', 'test', 'test/reporters'];

const plain = new Set(plainIds);
const schemeOnly = new Set(schemeOnlyIds);

/** Whether `id`, without 'node:', names a public module when written without the scheme. */
function isPlainId(id) {
  return plain.has(id);
}

/** Whether `id`, without 'node:', names a public module when written with the scheme. */
function isSchemeId(id) {
  return plain.has(id) || (schemeOnly.has(id) && (id !== 'sqlite' || getOption('--experimental-sqlite')));
}

// eddy's own.
const ownIds = new Set(['eddy:loop']);

/** Whether `specifier` says by its scheme that it names a built-in module, of Node's or of eddy's own. */
function hasBuiltinScheme(specifier) {
  return specifier.startsWith('node:') || specifier.startsWith('eddy:');
}

/**
 * The public module that `specifier` ('fs', 'node:fs', 'eddy:loop') names, without the scheme node:; undefined when it
 * names none.
 */
function publicId(specifier) {
  if (plain.has(specifier)) return specifier;
  if (ownIds.has(specifier)) return specifier;
  if (!specifier.startsWith('node:')) return undefined;
  const id = specifier.slice(5);
  return isSchemeId(id) ? id : undefined;
}

/** The built-in file behind a public id. */
function home(id) {
  return homes[id] ?? id;
}

module.exports = {
  builtinModules: Object.freeze([...plainIds, ...schemeOnlyIds.map((id) => `node:${id}`)]),
  schemeOnlyIds,
  isPlainId,
  isSchemeId,
  hasBuiltinScheme,
  publicId,
  home,
};
