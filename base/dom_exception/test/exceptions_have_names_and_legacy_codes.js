'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');

const exception = new DOMException('gone', 'NotFoundError');
assert.deepStrictEqual([exception.name, exception.message, exception.code], ['NotFoundError', 'gone', 8]);
assert.ok(exception instanceof Error && Error.prototype.isPrototypeOf(exception));
assert.ok(require('node:util').types.isNativeError(exception));
assert.strictEqual(String(exception), 'NotFoundError: gone');
assert.match(exception.stack, /^NotFoundError: gone\n    at /);
assert.match(inspect(exception), /^DOMException \[NotFoundError\]: gone\n    at /);
assert.deepStrictEqual(Object.keys(exception), []);
assert.strictEqual(Object.getPrototypeOf(DOMException), Function.prototype);
assert.strictEqual(Object.prototype.toString.call(exception), '[object DOMException]');

assert.deepStrictEqual([new DOMException().name, new DOMException().message, new DOMException().code], ['Error', '', 0]);
assert.strictEqual(new DOMException('', 'QuotaExceededError').code, DOMException.QUOTA_EXCEEDED_ERR);
assert.strictEqual(exception.DATA_CLONE_ERR, 25);
const caused = new DOMException('m', { name: 'AbortError', cause: undefined });
assert.ok(Object.hasOwn(caused, 'cause'));
assert.strictEqual(caused.code, 20);
assert.ok(!('cause' in exception));

class Mine extends DOMException {
  #own = 1;
  get own() { return this.#own; }
}
assert.strictEqual(new Mine('m', 'DataError').own, 1);
assert.ok(new Mine() instanceof Mine);
assert.throws(() => DOMException.prototype.name, { code: 'ERR_INVALID_THIS', message: 'Value of "this" must be of DOMException' });
assert.throws(() => DOMException(), { name: 'TypeError' });
