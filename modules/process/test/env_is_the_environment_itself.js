'use strict';
const assert = require('node:assert');

process.env.EDDY_TEST = 1;
assert.strictEqual(process.env.EDDY_TEST, '1');
assert.ok('EDDY_TEST' in process.env);
assert.ok(Object.keys(process.env).includes('EDDY_TEST'));
assert.deepStrictEqual(Object.getOwnPropertyDescriptor(process.env, 'EDDY_TEST'),
                       { value: '1', writable: true, enumerable: true, configurable: true });
assert.ok(delete process.env.EDDY_TEST);
assert.strictEqual(process.env.EDDY_TEST, undefined);
assert.ok(!('EDDY_TEST' in process.env));
assert.throws(() => { process.env[Symbol()] = 1; }, TypeError);
assert.throws(() => { process.env.X = Symbol(); }, TypeError);
assert.throws(() => Object.defineProperty(process.env, 'x', { get() {} }), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
assert.strictEqual(process.env[Symbol.iterator], undefined);
assert.strictEqual(typeof process.env.toString, 'function');

process.env.TZ = 'America/New_York';
assert.strictEqual(new Date(0).getTimezoneOffset(), 300);
process.env.TZ = 'UTC';
assert.strictEqual(new Date(0).getTimezoneOffset(), 0);
