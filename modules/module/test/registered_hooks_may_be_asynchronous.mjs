import assert from 'node:assert';
import { register } from 'node:module';
import finish from '../../../test/_finish.js';

const ended = finish.end();

register('./fixtures/hooks.mjs', import.meta.url, { data: { tag: 'tagged' } });

assert.strictEqual((await import('virtual:module')).default, 'tagged virtual:module');
assert.strictEqual((await import('./fixtures/esm/named.mjs')).one, 100);
assert.strictEqual((await import('./fixtures/file.js')).default, 'from a hook');
assert.strictEqual((await import('./fixtures/typed/plain.cjs')).default, 'plain');
await assert.rejects(import('./fixtures/nowhere.mjs'), { code: 'ERR_MODULE_NOT_FOUND' });
await assert.rejects(import('incomplete:module'), {
  code: 'ERR_LOADER_CHAIN_INCOMPLETE',
  message: "\"./fixtures/hooks.mjs 'resolve'\" did not call the next hook in its chain and did not explicitly signal a short " +
    "circuit. If this is intentional, include `shortCircuit: true` in the hook's return.",
});

ended();
