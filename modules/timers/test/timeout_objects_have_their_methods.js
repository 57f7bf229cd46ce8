'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(17);

const timeout = setTimeout(() => {}, 10);
assert.strictEqual(timeout.constructor.name, 'Timeout');
assert.strictEqual(timeout.hasRef(), true);
assert.strictEqual(timeout.unref(), timeout);
assert.strictEqual(timeout.hasRef(), false);
assert.strictEqual(timeout.ref(), timeout);
assert.strictEqual(timeout.hasRef(), true);
assert.strictEqual(timeout.refresh(), timeout);
assert.strictEqual(typeof +timeout, 'number');
assert.strictEqual(+timeout, +timeout);
assert.strictEqual(timeout.close(), timeout);
assert.strictEqual(timeout._destroyed, true);

const immediate = setImmediate(() => {});
assert.strictEqual(immediate.constructor.name, 'Immediate');
assert.strictEqual(immediate.hasRef(), true);
assert.strictEqual(immediate.unref(), immediate);
assert.strictEqual(immediate.hasRef(), false);
assert.strictEqual(immediate.ref(), immediate);
immediate[Symbol.dispose]();
assert.strictEqual(immediate._destroyed, true);

{
  const disposed = setTimeout(() => assert.fail('disposed'), 1);
  disposed[Symbol.dispose]();
}
