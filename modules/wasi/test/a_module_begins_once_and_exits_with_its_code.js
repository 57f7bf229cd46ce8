'use strict';
const assert = require('assert');
const { spawnSync } = require('child_process');
process.removeAllListeners('warning');
const { WASI } = require('wasi');

const memory = new WebAssembly.Memory({ initial: 1 });
const make = (options) => new WASI({ version: 'preview1', ...options });
const error = (code, message) => ({ code, message });

const wasi = make();
assert.throws(() => wasi.wasiImport.sched_yield(), error('ERR_WASI_NOT_STARTED', 'wasi.start() has not been called'));
assert.strictEqual(wasi.start({ exports: { memory, _start() { wasi.wasiImport.proc_exit(7); } } }), 7);
for (const again of ['start', 'initialize', 'finalizeBindings']) {
  assert.throws(() => wasi[again]({ exports: { memory, _start() {} } }),
    error('ERR_WASI_ALREADY_STARTED', 'WASI instance has already started'));
}
assert.strictEqual(make().start({ exports: { memory, _start: () => 5 } }), 0);
assert.throws(() => make().start({ exports: { memory, _start() { throw new TypeError('mine'); } } }), /^TypeError: mine$/);
assert.strictEqual(make().initialize({ exports: { memory, _initialize: () => 5 } }), undefined);
assert.strictEqual(make().initialize({ exports: { memory } }), undefined);
assert.throws(() => make().start({ exports: { _start() {} } }), error('ERR_INVALID_ARG_TYPE',
  '"instance.exports.memory" property must be a WebAssembly.Memory object'));
assert.throws(() => make().start({ exports: { memory, _start() {}, _initialize: null } }), error('ERR_INVALID_ARG_TYPE',
  'The "instance.exports._initialize" property must be undefined. Received null'));
assert.strictEqual(make().finalizeBindings({ exports: {} }, { memory }), undefined);

assert.throws(() => new WASI(), error('ERR_INVALID_ARG_TYPE',
  'The "options.version" property must be of type string. Received undefined'));
assert.throws(() => make({ version: 'x' }), error('ERR_INVALID_ARG_VALUE',
  "The property 'options.version' unsupported WASI version. Received 'x'"));
assert.throws(() => make({ stdin: 99999 }), error('UVWASI_EBADF', 'UVWASI_EBADF, uvwasi_init'));
assert.throws(() => make({ preopens: { '/x': __filename } }), error('UVWASI_ENOTDIR', 'UVWASI_ENOTDIR, uvwasi_init'));
assert.throws(() => make({ preopens: { '/x': '/not/there' } }), error('UVWASI_ENOENT', 'UVWASI_ENOENT, uvwasi_init'));
assert.deepStrictEqual(Object.keys(make({ version: 'unstable' }).getImportObject()), ['wasi_unstable']);
assert.strictEqual(Object.keys(wasi.wasiImport).length, 46);
assert.strictEqual(wasi.wasiImport.path_open.length, 9);

const child = spawnSync(process.execPath, ['-e', `
  const wasi = new (require('wasi').WASI)({ version: 'preview1', returnOnExit: false });
  process.on('exit', () => console.log('not told'));
  wasi.start({ exports: { memory: new WebAssembly.Memory({ initial: 1 }), _start() { wasi.wasiImport.proc_exit(3); } } });
`], { encoding: 'utf8' });
assert.deepStrictEqual([child.status, child.stdout], [3, '']);
const warned = spawnSync(process.execPath, ['-e', "require('wasi'); require('wasi')"], { encoding: 'utf8' });
assert.strictEqual(warned.stderr.match(/ExperimentalWarning: WASI is an experimental feature and might change at any time/g).length, 1);
