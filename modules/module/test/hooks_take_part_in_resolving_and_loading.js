'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { registerHooks } = require('node:module');
const finish = require('../../../test/_finish');

const order = [];
const outer = registerHooks({
  resolve(specifier, context, next) {
    order.push(`outer ${specifier}`);
    if (specifier === 'virtual') return { url: 'virtual:module', shortCircuit: true };
    return next(specifier, context);
  },
  load(url, context, next) {
    if (url === 'virtual:module') return { format: 'commonjs', source: 'module.exports = "virtual"', shortCircuit: true };
    const loaded = next(url, context);
    if (url.endsWith('/file.js')) return { ...loaded, source: String(loaded.source).replace('file.js', 'loaded by hook') };
    return loaded;
  },
});
const inner = registerHooks({
  resolve(specifier, context, next) {
    order.push(`inner ${specifier}`);
    return next(specifier === 'alias' ? './fixtures/file.js' : specifier, context);
  },
});

assert.strictEqual(require('virtual'), 'virtual');
assert.strictEqual(require('alias'), 'loaded by hook');
assert.deepStrictEqual(order, ['inner virtual', 'outer virtual', 'inner alias', 'outer ./fixtures/file.js']);
inner.deregister();
outer.deregister();
assert.throws(() => require('virtual-too'), { code: 'MODULE_NOT_FOUND' });

function withHooks(hooks, run) {
  const registered = registerHooks(hooks);
  try {
    run();
  } finally {
    registered.deregister();
  }
}
withHooks({ resolve: () => ({ url: 'x:y' }) }, () => {
  assert.throws(() => require('short'), {
    code: 'ERR_INVALID_RETURN_PROPERTY_VALUE',
    message: 'Expected true to be returned for the "shortCircuit" from the "resolve" hook but got undefined.',
  });
});
withHooks({ resolve: () => ({ url: 5, shortCircuit: true }) }, () => {
  assert.throws(() => require('number'), {
    message: 'Expected a URL string to be returned for the "url" from the "resolve" hook but got type number (5).',
  });
});
withHooks({ load: () => ({ source: 5, shortCircuit: true }) }, () => {
  assert.throws(() => require('./fixtures/throws.js'), { code: 'ERR_INVALID_RETURN_PROPERTY_VALUE' });
});
assert.throws(() => registerHooks({ resolve: 5 }), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "hooks.resolve" property must be of type function. Received type number (5)',
});

finish(async () => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => (specifier === 'imported' ?
      { url: 'virtual:imported', shortCircuit: true } : next(specifier, context)),
    load: (url, context, next) => (url === 'virtual:imported' ?
      { format: 'module', source: 'export default import.meta.url', shortCircuit: true } : next(url, context)),
  });
  assert.strictEqual((await import('imported')).default, 'virtual:imported');
  assert.strictEqual((await import('./fixtures/esm/named.mjs')).one, 1);
  hooks.deregister();
  assert.strictEqual(path.basename(__filename), 'hooks_take_part_in_resolving_and_loading.js');
});
