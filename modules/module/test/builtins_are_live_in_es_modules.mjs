import assert from 'node:assert';
import events, { once } from 'node:events';
import * as namespace from 'events';
import { syncBuiltinESMExports } from 'node:module';
import finish from '../../../test/_finish.js';

const ended = finish.end();

const original = events.once;
assert.strictEqual(once, original);
assert.strictEqual(namespace.default, events);
assert.strictEqual(namespace, await import('node:events'));

events.once = 'replaced';
assert.strictEqual(once, original);
syncBuiltinESMExports();
assert.strictEqual(once, 'replaced');
assert.strictEqual(namespace.once, 'replaced');
events.once = original;
syncBuiltinESMExports();
assert.strictEqual(once, original);

ended();
