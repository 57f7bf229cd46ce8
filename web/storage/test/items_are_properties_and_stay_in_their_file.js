'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-storage-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'items');

function run(program, ...options) {
  const child = spawnSync(process.execPath, ['--no-warnings', ...options, '-e', `const assert = require('node:assert'); ${program}`],
                          { encoding: 'utf8' });
  assert.strictEqual(child.stderr, '');
  assert.strictEqual(child.status, 0);
  return child.stdout;
}
const on = '--experimental-webstorage';
const local = `--localstorage-file=${file}`;

// Off unless asked for.
run(`for (const name of ['Storage', 'localStorage', 'sessionStorage']) assert.strictEqual(name in globalThis, false);`);

run(`
  const s = sessionStorage;
  assert.strictEqual(s, sessionStorage);
  assert.ok(s instanceof Storage && s.constructor === Storage);
  assert.throws(() => new Storage(), { name: 'Error', code: 'ERR_ILLEGAL_CONSTRUCTOR', message: 'Illegal constructor' });
  assert.deepStrictEqual(Object.keys(Storage.prototype), ['length', 'clear', 'getItem', 'key', 'removeItem', 'setItem']);
  assert.strictEqual(s.getItem('a'), null);
  assert.strictEqual(s.a, undefined);
  s.setItem('b', 1);
  s.a = null;
  s[7] = {};
  assert.deepStrictEqual([s.b, s.a, s[7], s.length], ['1', 'null', '[object Object]', 3]);
  assert.deepStrictEqual(Object.entries(s), [['7', '[object Object]'], ['a', 'null'], ['b', '1']]);
  assert.deepStrictEqual([s.key(0), s.key(2), s.key(3), s.key(-1)], ['7', 'b', null, null]);
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(s, 'a'), { value: 'null', writable: true, enumerable: true, configurable: true });
  assert.deepStrictEqual(['a' in s, 'z' in s, 'getItem' in s, Object.hasOwn(s, 'getItem')], [true, false, true, false]);
  assert.ok(delete s.a && delete s.z);
  assert.strictEqual(s.getItem('a'), null);
  s.getItem = 'an item';
  assert.strictEqual(typeof s.getItem, 'function');
  assert.strictEqual(s.getItem('getItem'), 'an item');
  s.setItem('\\ud800\\0', '\\udfff\\u2603');
  assert.strictEqual(s['\\ud800\\0'], '\\udfff\\u2603');
  s[''] = 'empty';
  assert.strictEqual(s.getItem(''), 'empty');
  assert.strictEqual(JSON.stringify({ ...s, length: undefined }).length > 10, true);
  assert.throws(() => s.setItem('a'), { name: 'TypeError', code: 'ERR_MISSING_ARGS',
                                       message: "Failed to execute 'setItem' on 'Storage': 2 arguments required" });
  assert.throws(() => s.setItem('a', Symbol('s')), TypeError);
  assert.throws(() => { s.q = { toString() { throw new Error('mine'); } }; }, { message: 'mine' });
  s.clear();
  assert.deepStrictEqual([s.length, Object.keys(s)], [0, []]);
  // Ten mebibytes of UTF-16, names included.
  s.setItem('k', 'x'.repeat(5 * 1024 * 1024 - 1));
  for (const action of [() => { s.more = ''; }, () => s.setItem('k', 'x'.repeat(5 * 1024 * 1024))]) {
    assert.throws(action, (error) => error instanceof DOMException && error.name === 'QuotaExceededError' &&
      error.message === 'Setting the value exceeded the quota');
  }
  assert.strictEqual(s.length, 1);
  s.setItem('k', 'short');
  s.more = 'x';
  globalThis.sessionStorage = 5;
  assert.strictEqual(sessionStorage, 5);
`, on);

// The file is made when it is used, and keeps what it was given.
run('localStorage;', on, local);
assert.deepStrictEqual(fs.readdirSync(folder), []);
run('localStorage.kept = "\\u2603"; localStorage.setItem("n", 1);', on, local);
assert.strictEqual(run('console.log(localStorage.kept, localStorage.length, sessionStorage.length)', on, local), '\u2603 2 0\n');
assert.throws(() => run('localStorage', on), /The argument '--localstorage-file' is an invalid localStorage location\. Received ''/);
run(`assert.throws(() => localStorage.a, { code: 'ERR_INVALID_STATE', message: 'unable to open database file' });`,
    on, `--localstorage-file=${path.join(folder, 'none', 'x')}`);

const warned = spawnSync(process.execPath, [on, '-e', 'sessionStorage; sessionStorage'], { encoding: 'utf8' });
assert.strictEqual(warned.stderr.match(/ExperimentalWarning: Web Storage is an experimental feature and might change at any time/g).length, 1);
