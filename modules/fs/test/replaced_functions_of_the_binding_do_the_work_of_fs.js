'use strict';
// Programs replace functions of process.binding('fs'), as mock-fs does: fs calls them, in its three forms, with the arguments that
// Node gives them.
const assert = require('node:assert');
const fs = require('node:fs');
const finish = require('../../../test/_finish');
const { directory } = require('./_directory');

const binding = process.binding('fs');
const { kUsePromises, FSReqCallback } = binding;
process.chdir(directory);

let calls = [];

function shown(value) {
  if (value === kUsePromises) return 'promise';
  if (value instanceof FSReqCallback) return 'request';
  if (Buffer.isBuffer(value)) return `${value.length} bytes`;
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.map(shown);
  return value !== null && typeof value === 'object' ? 'context' : value;
}

for (const name of Object.keys(binding)) {
  const original = binding[name];
  if (typeof original !== 'function' || /^[A-Z]/.test(name)) continue;
  binding[name] = function(...args) {
    calls.push([name, ...args.map(shown)]);
    return Reflect.apply(original, this, args);
  };
}

/** What `action` called, and gave: descriptors, which differ, as 'fd'. */
async function callsOf(action) {
  calls = [];
  const result = await action();
  return [calls.map(([name, first, ...rest]) => [name, typeof first === 'number' ? 'fd' : first, ...rest]), result];
}

function inCallback(name, ...args) {
  return new Promise((resolve, reject) => {
    fs[name](...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

/** One function, with the same arguments in each form. */
async function checkSame(name, args, expected, forms = [[], ['request'], ['promise']]) {
  const [now, later, promised] = forms;
  assert.deepStrictEqual((await callsOf(() => fs[`${name}Sync`](...args)))[0], [[name, ...expected, ...now]]);
  assert.deepStrictEqual((await callsOf(() => inCallback(name, ...args)))[0], [[name, ...expected, ...later]]);
  assert.deepStrictEqual((await callsOf(() => fs.promises[name](...args)))[0], [[name, ...expected, ...promised]]);
}

async function namesAndModes() {
  fs.writeFileSync('file', 'hello');
  await checkSame('access', ['file', 4], ['file', 4]);
  await checkSame('chmod', ['file', 0o600], ['file', 0o600]);
  await checkSame('utimes', ['file', 1, 2.5], ['file', 1, 2.5]);
  await checkSame('readdir', ['.'], ['.', undefined, false]);
  await checkSame('readdir', ['.', { withFileTypes: true }], ['.', undefined, true]);
  await checkSame('mkdir', ['a/b', { recursive: true }], ['a/b', 0o777, true]);
  await checkSame('copyFile', ['file', 'copy', 2], ['file', 'copy', 2]);
  await checkSame('stat', ['file', { bigint: true }], ['file', true],
                  [[undefined, undefined], ['request'], ['promise']]);
  await callsOf(() => fs.symlinkSync('file', 'link'));
  await checkSame('readlink', ['link', 'buffer'], ['link', 'buffer']);
  assert.deepStrictEqual(await callsOf(() => fs.readlinkSync('link')), [[['readlink', 'link', undefined]], 'file']);
  assert.deepStrictEqual(await callsOf(() => fs.existsSync('none')), [[['existsSync', 'none']], false]);
  const missing = await callsOf(() => fs.statSync('none', { throwIfNoEntry: false }));
  assert.deepStrictEqual(missing, [[['stat', 'none', undefined, undefined, false]], undefined]);
  assert.throws(() => fs.lstatSync('none'),
                { code: 'ENOENT', message: "ENOENT: no such file or directory, lstat 'none'", syscall: 'lstat' });
  assert.strictEqual(fs.statSync('link').size, 5);
  assert.strictEqual(fs.statSync('file').mtimeMs, 2500);
}

async function files() {
  const opened = ['open', 'file', 0, 0o666];
  assert.deepStrictEqual(await callsOf(() => fs.readFileSync('file', 'utf8')), [[['readFileUtf8', 'file', 0]], 'hello']);
  assert.deepStrictEqual(await callsOf(() => fs.readFileSync('file', 'latin1')),
                         [[opened, ['fstat', 'fd', false, undefined, true], ['read', 'fd', '5 bytes', 0, 5, -1],
                           ['close', 'fd']], 'hello']);
  const withCallback = await callsOf(() => inCallback('readFile', 'file', 'utf8'));
  assert.deepStrictEqual(withCallback, [[[...opened, 'request'], ['fstat', 'fd', false, 'request'],
                                         ['read', 'fd', '5 bytes', 0, 5, -1, 'request'], ['close', 'fd', 'request']], 'hello']);
  const promised = await callsOf(() => fs.promises.readFile('file', 'utf8'));
  assert.deepStrictEqual(promised, [[['openFileHandle', 'file', 0, 0o666, 'promise'], ['fstat', 'fd', false, 'promise'],
                                     ['read', 'fd', '5 bytes', 0, 5, -1, 'promise']], 'hello']);

  assert.deepStrictEqual((await callsOf(() => fs.writeFileSync('new', 'text')))[0], [['writeFileUtf8', 'new', 'text', 0o1101, 0o666]]);
  assert.deepStrictEqual((await callsOf(() => fs.writeFileSync('new', Buffer.from('text'))))[0],
                         [['open', 'new', 0o1101, 0o666], ['writeBuffer', 'fd', '4 bytes', 0, 4, null, undefined, 'context'],
                          ['close', 'fd']]);
  assert.deepStrictEqual((await callsOf(() => inCallback('writeFile', 'new', 'text')))[0],
                         [['open', 'new', 0o1101, 0o666, 'request'], ['writeBuffer', 'fd', '4 bytes', 0, 4, null, 'request'],
                          ['close', 'fd', 'request']]);
  assert.deepStrictEqual((await callsOf(() => fs.promises.appendFile('new', 'more')))[0],
                         [['openFileHandle', 'new', 0o2101, 0o666, 'promise'],
                          ['writeBuffer', 'fd', '4 bytes', 0, 4, null, 'promise']]);
  assert.strictEqual(fs.readFileSync('new', 'utf8'), 'textmore');
}

async function openFiles() {
  const handle = await fs.promises.open('new', 'r+');
  const { fd } = handle;
  const view = Buffer.alloc(4, 'x');
  assert.deepStrictEqual((await callsOf(() => handle.read(view, 0, 4, 1)))[0], [['read', 'fd', '4 bytes', 0, 4, 1, 'promise']]);
  assert.deepStrictEqual((await callsOf(() => handle.stat()))[0], [['fstat', 'fd', false, 'promise']]);
  assert.deepStrictEqual((await callsOf(() => inCallback('write', fd, 'text')))[0],
                         [['writeString', 'fd', 'text', null, 'utf8', 'request']]);
  assert.deepStrictEqual((await callsOf(() => fs.writeSync(fd, view, 1, 2, 3)))[0],
                         [['writeBuffer', 'fd', '4 bytes', 1, 2, 3, undefined, 'context']]);
  assert.deepStrictEqual((await callsOf(() => fs.readvSync(fd, [view, view], 0)))[0],
                         [['readBuffers', 'fd', ['4 bytes', '4 bytes'], 0]]);
  assert.deepStrictEqual((await callsOf(() => handle.close()))[0], []);
  const piped = await callsOf(() => new Promise((resolve, reject) => {
    fs.createReadStream('file').pipe(fs.createWriteStream('piped')).on('close', resolve).on('error', reject);
  }));
  const seen = piped[0].map(([name]) => name);
  assert.deepStrictEqual(seen.filter((name) => name.startsWith('write')), ['writeBuffer']);
  assert.strictEqual(fs.readFileSync('piped', 'utf8'), 'hello');
}

/** A file of the program's own, which is nowhere but in its functions. */
async function ownFiles() {
  const FD = 77777;
  const own = Float64Array.of(0, 0o100644, 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const answer = (value, request) => (request === kUsePromises ? Promise.resolve(value) : value);
  let closed = 0;
  const put = (name, answerTo) => {
    const original = binding[name];
    binding[name] = (...args) => (args[0] === 'own' || args[0] === FD ? answerTo(...args) : original(...args));
  };
  put('open', () => FD);
  put('openFileHandle', async () => ({ fd: FD, getAsyncId: () => 0, close: async () => { closed++; } }));
  put('close', () => { closed++; });
  put('fstat', (fd, isBigint, request) => answer(own, request));
  const { read } = binding;
  Object.defineProperty(binding, 'read', {
    __proto__: null, configurable: true, enumerable: true, writable: true,
    value: (...args) => (args[0] === FD ? answer(args[1].write('own', args[2]), args[5]) : read(...args)),
  });
  assert.strictEqual(fs.readFileSync('own').toString(), 'own');
  assert.strictEqual(await fs.promises.readFile('own', 'utf8'), 'own');
  const handle = await fs.promises.open('own');
  assert.strictEqual(handle.fd, FD);
  assert.strictEqual(await handle.readFile('utf8'), 'own');
  await handle.close();
  assert.strictEqual(closed, 3);
  assert.strictEqual(fs.readFileSync('file').toString(), 'hello');
}

finish(async () => {
  await namesAndModes();
  await files();
  await openFiles();
  await ownFiles();
  process.chdir('/');
});
