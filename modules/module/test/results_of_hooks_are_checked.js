'use strict';
// What hooks of registerHooks() may return, and the errors for what they may not.
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const { registerHooks } = require('node:module');

const bytes = (text) => new TextEncoder().encode(text);
const property = (expected, hook, name, got) =>
  ['ERR_INVALID_RETURN_PROPERTY_VALUE', `Expected ${expected} to be returned for the "${name}" from the "${hook}" hook but got ${got}.`];
const SOURCE = 'a string, an ArrayBuffer, or a TypedArray';
const url = (more) => ({ resolve: () => ({ url: 'v:x', shortCircuit: true, ...more }) });
const source = (format, text) => ({ load: () => ({ format, source: text, shortCircuit: true }) });

// hooks -> what import gives: exports, or [code, message]
const cases = [
  [{ resolve: () => ({ url: 'v:x' }) }, property('true', 'resolve', 'shortCircuit', 'undefined')],
  [{ resolve: () => null }, [undefined, "Cannot read properties of null (reading 'shortCircuit')"]],
  [url({ url: 5 }), property('a URL string', 'resolve', 'url', 'type number (5)')],
  [url({ url: 'zzz' }), ['ERR_INVALID_URL', 'Invalid URL']],
  [url({ format: 5 }), property('a string', 'resolve', 'format', 'type number (5)')],
  [url({ importAttributes: 5 }), property('an object', 'resolve', 'importAttributes', 'type number (5)')],
  [{ load: () => ({}) }, property('true', 'load', 'shortCircuit', 'undefined')],
  [source(null, ''), property('a string', 'load', 'format', 'null')],
  [source('zzz', ''), ['ERR_UNKNOWN_MODULE_FORMAT', 'Unknown module format: zzz for URL v:x']],
  [source('module', null), property(SOURCE, 'load', 'source', 'null')],
  [source('module', [1]), property(SOURCE, 'load', 'source', 'an instance of Array')],
  [source('wasm', 'x'), property('array buffer, or typed array', 'load', 'source', "type string ('x')")],
  [source('commonjs', null), ['ERR_UNSUPPORTED_ESM_URL_SCHEME',
    "Only URLs with a scheme in: file and data are supported by the default ESM loader. Received protocol 'v:'"]],
  [{ load: (href, context, next) => next('http://x/') }, ['ERR_UNSUPPORTED_ESM_URL_SCHEME',
    "Only URLs with a scheme in: file and data are supported by the default ESM loader. Received protocol 'http:'"]],
  [source('module', bytes('export const q = 1')), { q: 1 }],
  [source('module', bytes('export const q = 1').buffer), { q: 1 }],
  [source('module', new DataView(bytes('\uFEFFexport const q = 1').buffer)), { q: 1 }],
  [source('module-typescript', 'export const q: number = 1'), { q: 1 }],
  [source('commonjs', bytes('exports.q = [__filename, __dirname]')), { q: ['v:x', '.'] }],
  [source('commonjs-typescript', 'exports.q = 1 as number'), { q: 1 }],
  [source('json', bytes('{"q":1}')), { default: { q: 1 } }],
];

finish(async () => {
  for (const [hooks, expected] of cases) {
    const registered = registerHooks({
      resolve: (specifier, context, next) => (specifier === 'v:x' ?
        hooks.resolve?.() ?? (hooks.resolve ? null : { url: 'v:x', shortCircuit: true }) : next(specifier, context)),
      load: (href, context, next) => (href === 'v:x' && hooks.load ? hooks.load(href, context, next) : next(href, context)),
    });
    const shown = await import('v:x').then((namespace) => {
      const { 'module.exports': commonjs, ...exports } = namespace;
      if (commonjs !== undefined) delete exports.default;
      return exports;
    }, (error) => [error.code, error.message]);
    registered.deregister();
    assert.deepStrictEqual(shown, expected, `${hooks.resolve ?? ''} ${hooks.load ?? ''}`);
    if (!Array.isArray(expected)) break; // from here on 'v:x' is there
  }
  for (const [i, [hooks, expected]] of cases.entries()) {
    if (Array.isArray(expected)) continue;
    const registered = registerHooks({
      resolve: (specifier, context, next) => (specifier.startsWith('v:') ? { url: specifier, shortCircuit: true } : next(specifier, context)),
      load: (href, context, next) => (href.startsWith('v:') ? hooks.load() : next(href, context)),
    });
    const { 'module.exports': commonjs, ...exports } = await import(`v:x${'?'.repeat(i)}`);
    registered.deregister();
    if (commonjs !== undefined) delete exports.default;
    if (exports.q?.[0]?.startsWith?.('v:')) exports.q[0] = 'v:x';
    assert.deepStrictEqual(exports, expected, `${hooks.load}`);
  }
});
