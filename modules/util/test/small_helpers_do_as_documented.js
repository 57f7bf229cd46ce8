'use strict';
const assert = require('node:assert');
const util = require('node:util');
const finish = require('../../../test/_finish');

// promisify and callbackify
const twice = util.promisify((x, callback) => callback(null, 2 * x));
const failing = util.callbackify(async function work(reason) { throw reason; });
assert.strictEqual(failing.name, 'workCallbackified');
assert.strictEqual(failing.length, 2);
assert.throws(() => util.promisify(1), { code: 'ERR_INVALID_ARG_TYPE' });
let calls = 0;
twice(4).then((result) => { assert.strictEqual(result, 8); calls++; });
failing(null, (error) => {
  assert.strictEqual(error.code, 'ERR_FALSY_VALUE_REJECTION');
  assert.strictEqual(error.reason, null);
  calls++;
});

// deprecate warns once a code
const old = util.deprecate(function old(a, b) { return a + b; }, 'old is old', 'TEST1');
const older = util.deprecate(() => {}, 'older is old', 'TEST1');
const warnings = [];
process.on('warning', (warning) => warnings.push(`${warning.name} ${warning.code} ${warning.message}`));
assert.strictEqual(old(1, 2) + old(1, 2), 6);
assert.strictEqual(old.length, 2);
older();

// inherits
function Child() {}
util.inherits(Child, Map);
assert.strictEqual(Child.super_, Map);
assert.ok(Child.prototype instanceof Map);
assert.throws(() => util.inherits(Child, null), { code: 'ERR_INVALID_ARG_TYPE' });

// text
assert.strictEqual(util.stripVTControlCharacters('\u001b[31mred\u001b[39m \u001b]8;;http://x\u0007link'), 'red link');
assert.strictEqual(util.styleText(['bold', 'red'], 'x\u001b[39my', { validateStream: false }),
                   '\u001b[1m\u001b[31mx\u001b[31my\u001b[39m\u001b[22m');
assert.throws(() => util.styleText('nope', 'x'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.strictEqual(util.toUSVString('a\ud800'), 'a\ufffd');
assert.deepStrictEqual(util.diff('abcabba', 'cbabac'),
                       [[1, 'a'], [1, 'b'], [0, 'c'], [-1, 'b'], [0, 'a'], [0, 'b'], [1, 'b'], [0, 'a'], [-1, 'c']]);

// MIME types
const mime = new util.MIMEType(' Text/HTML ;Charset="a b"; x=y;x=z');
assert.strictEqual(`${mime}`, 'text/html;charset="a b";x=y');
assert.deepStrictEqual([mime.essence, mime.params.get('x'), mime.params.get('none')], ['text/html', 'y', null]);
assert.throws(() => new util.MIMEType('text'), { code: 'ERR_INVALID_MIME_SYNTAX' });

// system errors
assert.strictEqual(util.getSystemErrorName(-2), 'ENOENT');
assert.strictEqual(util.getSystemErrorMessage(-2), 'no such file or directory');
assert.deepStrictEqual(util.getSystemErrorMap().get(-2), ['ENOENT', 'no such file or directory']);
assert.throws(() => util.getSystemErrorName(1), { code: 'ERR_OUT_OF_RANGE' });

// call sites
const [site] = util.getCallSites(1);
assert.deepStrictEqual([site.scriptName, typeof site.lineNumber, site.columnNumber], [__filename, 'number', 21]);

// types
assert.ok(util.types.isUint8Array(Buffer.alloc(1)) && !util.types.isUint8Array(new Int8Array(1)));
assert.ok(util.types.isProxy(new Proxy({}, {})) && !util.types.isProxy({}));
assert.ok(util.types.isAsyncFunction(async () => {}) && util.types.isBoxedPrimitive(Object(1n)));

// aborted
const controller = new AbortController();
util.aborted(controller.signal, {}).then(() => calls++);
controller.abort();
util.aborted(undefined, {}).catch((error) => { assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE'); calls++; });

finish.atExit(() => {
  assert.strictEqual(calls, 4);
  assert.deepStrictEqual(warnings, ['DeprecationWarning TEST1 old is old']);
});

// What a program seldom uses is loaded late, which nothing shows: the REPL prints `util` as it is.
for (const name of ['debuglog', 'parseArgs', 'styleText', 'TextDecoder', 'MIMEType', 'diff']) {
  const { get, value, writable, enumerable } = Object.getOwnPropertyDescriptor(util, name);
  assert.deepStrictEqual([get, typeof value, writable, enumerable], [undefined, 'function', true, true]);
}
