'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
process.env.NO_COLOR = '1';

const boom = () => { throw Object.assign(new TypeError('boom'), { code: 7 }); };
for (const check of [
  undefined, TypeError, Error, /boom/, { message: 'boom' }, { message: /oo/, code: 7, name: 'TypeError' },
  (error) => error.code === 7, Object.assign(new TypeError('boom'), { code: 7 }),
]) assert.throws(boom, check);

for (const [check, message] of [
  [RangeError, 'The error is expected to be an instance of "RangeError". Received "TypeError"\n\nError message:\n\nboom'],
  [/bang/, "The input did not match the regular expression /bang/. Input:\n\n'TypeError: boom'\n"],
  [(error) => error.code, 'The validation function is expected to return "true". Received 7\n\nCaught error:\n\nTypeError: boom'],
  [{ code: 8, message: /oo/, extra: 1 }, 'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  Comparison {\n' +
    "+   code: 7,\n-   code: 8,\n-   extra: 1,\n    message: 'boom'\n  }\n"],
]) assert.throws(() => assert.throws(boom, check), { message, generatedMessage: true, operator: 'throws', code: 'ERR_ASSERTION' });

// Error itself is called with what is none, as any function.
assert.throws(() => assert.throws(() => { throw 5; }, Error), {
  message: /^The "Error" validation function is expected to return "true"\. Received Error: 5\n/,
});
assert.throws(() => assert.throws(() => { throw 5; }, TypeError), {
  message: 'The error is expected to be an instance of "TypeError". Received "5"',
});

assert.throws(() => assert.throws(boom, { code: 8 }, 'mine'), { message: 'mine', generatedMessage: false });
assert.throws(() => assert.throws(() => {}), { message: 'Missing expected exception.' });
assert.throws(() => assert.throws(() => {}, TypeError, 'mine'), { message: 'Missing expected exception (TypeError): mine' });
assert.throws(() => assert.throws(boom, {}), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => assert.throws(boom, 'boom'), { code: 'ERR_AMBIGUOUS_ARGUMENT' });
assert.throws(() => assert.throws(boom, 'a', 'b'), {
  message: 'The "error" argument must be of type function or an instance of Error, RegExp, or Object. ' +
    "Received type string ('a')",
});
assert.throws(() => assert.throws(1), { message: 'The "fn" argument must be of type function. Received type number (1)' });
assert.throws(() => assert.doesNotThrow(boom, 'mine'), {
  message: 'Got unwanted exception: mine\nActual message: "boom"', operator: 'doesNotThrow',
});
assert.throws(() => assert.doesNotThrow(boom, RangeError), TypeError);
assert.throws(() => assert.doesNotThrow(boom, {}), { code: 'ERR_INVALID_ARG_TYPE' });

finish(async () => {
  await assert.rejects(async () => boom(), { code: 7 });
  await assert.rejects(Promise.reject(new Error('a')), /a/);
  await assert.doesNotReject(async () => {});
  await assert.rejects(assert.rejects(async () => {}, TypeError), { message: 'Missing expected rejection (TypeError).' });
  await assert.rejects(assert.rejects(() => {}), {
    code: 'ERR_INVALID_RETURN_VALUE',
    message: 'Expected instance of Promise to be returned from the "promiseFn" function but got undefined.',
  });
  await assert.rejects(assert.rejects('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(assert.doesNotReject(Promise.reject(new Error('a'))), {
    message: 'Got unwanted rejection.\nActual message: "a"', operator: 'doesNotReject',
  });
  // What a function throws at once is passed on.
  const error = new Error('at once');
  await assert.rejects(assert.rejects(() => { throw error; }, { message: 'other' }), error);
});
