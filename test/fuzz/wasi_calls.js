'use strict';
// Calls of WASI preview 1 as a hostile WebAssembly module makes them: any numbers, any memory. Whatever it does, each call
// gives a number, and nothing outside of its folder is touched.
// Input: calls, each the function's number and a byte for each argument (see argument()); the memory begins with the input.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { lookAtMemory, offer } = require('./_target');

process.removeAllListeners('warning');
process.on('warning', () => {});
const { WASI } = require('node:wasi');

// Each function, with its arguments: i for 32 bits, I for 64. proc_exit and proc_raise are left out: they end the process.
const FUNCTIONS = Object.entries({
  args_get: 'ii', args_sizes_get: 'ii', clock_res_get: 'ii', clock_time_get: 'iIi', environ_get: 'ii', environ_sizes_get: 'ii',
  fd_advise: 'iIIi', fd_allocate: 'iII', fd_close: 'i', fd_datasync: 'i', fd_fdstat_get: 'ii', fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'iII', fd_filestat_get: 'ii', fd_filestat_set_size: 'iI', fd_filestat_set_times: 'iIIi', fd_pread: 'iiiIi',
  fd_prestat_get: 'ii', fd_prestat_dir_name: 'iii', fd_pwrite: 'iiiIi', fd_read: 'iiii', fd_readdir: 'iiiIi', fd_renumber: 'ii',
  fd_seek: 'iIii', fd_sync: 'i', fd_tell: 'ii', fd_write: 'iiii', path_create_directory: 'iii', path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiiIIi', path_link: 'iiiiiii', path_open: 'iiiiiIIii', path_readlink: 'iiiiii',
  path_remove_directory: 'iii', path_rename: 'iiiiii', path_symlink: 'iiiii', path_unlink_file: 'iii', poll_oneoff: 'iiii',
  random_get: 'ii', sched_yield: '', sock_accept: 'iii', sock_recv: 'iiiiii', sock_send: 'iiiii', sock_shutdown: 'ii',
});
const MOST_CALLS = 200;
const PAGE = 65536;
// From here on the memory has these paths, one each 16 bytes, and an array of two pieces of memory.
const PATHS = 4096;
const NAMES = ['a', 'd', 'd/b', '..', '../outside', 'l', 'l/../..', 'd/../../outside', 'x', './a', '/outside', 'up', 'up/outside', 'd/', '.', ''];
const PIECES = 8192;
const EDGES = [0xffff, 0x10000, 0xfffe, 0xfff8, 0xffffffff, 0x7fffffff, 0x80000000, 0xfffffff0];
const EDGES_64 = [2n ** 63n, 2n ** 64n - 1n, 2n ** 63n - 1n, 2n ** 32n, 2n ** 53n, 0xfffffffn, 0x3fffffffn, 1_000_000_000n];
const SUBSCRIPTION = 48; // bytes

// --- The folder, anew for each input. ---

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-fuzz-wasi-'));
const given = path.join(home, 'given');
const outside = path.join(home, 'outside');
const nothing = fs.openSync('/dev/null', 'r+');
process.on('exit', () => { fs.rmSync(home, { recursive: true, force: true }); });

function prepare() {
  fs.rmSync(given, { recursive: true, force: true });
  fs.mkdirSync(path.join(given, 'd'), { recursive: true });
  fs.writeFileSync(path.join(given, 'a'), 'some text');
  fs.writeFileSync(path.join(given, 'd/b'), '');
  fs.symlinkSync('d', path.join(given, 'l'));
  fs.symlinkSync('..', path.join(given, 'up')); // which leads out
}

function checkOutside() {
  assert.deepStrictEqual(fs.readdirSync(home), ['given', 'outside']);
  assert.strictEqual(fs.readFileSync(outside, 'latin1'), 'untouched');
  const { mtimeMs, mode, nlink } = fs.statSync(outside);
  assert.deepStrictEqual({ mtimeMs, mode, nlink }, asItWas);
}

fs.writeFileSync(outside, 'untouched');
const { mtimeMs, mode, nlink } = fs.statSync(outside);
const asItWas = { mtimeMs, mode, nlink };

// --- Calls. ---

// A byte says a number: a small one, an address in the input, a path's, one behind what the memory has.
function argument(byte, type) {
  let number;
  if (byte < 96) number = byte;
  else if (byte < 160) number = (byte - 96) * 32;
  else if (byte < 176) number = PATHS + (byte - 160) * 16;
  else if (byte < 192) number = PIECES + (byte - 176) * 8;
  else if (byte < 224) return type === 'I' ? EDGES_64[byte % 8] : EDGES[byte % 8] | 0;
  else number = byte * 257;
  return type === 'I' ? BigInt(number) : number | 0;
}

// Nobody waits for long, and no disk is filled.
function isHarmless(name, args, view) {
  if (name === 'fd_allocate') return args[1] + args[2] < 1n << 20n;
  if (name !== 'poll_oneoff') return true;
  const [at, , count] = args.map((number) => number >>> 0);
  let clocks = 0;
  for (let i = 0; i < count && at + (i + 1) * SUBSCRIPTION <= view.byteLength; i++) {
    const start = at + i * SUBSCRIPTION;
    if (view.getUint8(start + 8) !== 0) continue;
    clocks++;
    view.setBigUint64(start + 24, 0n, true);
  }
  return clocks > 0;
}

function fill(memory, input) {
  const bytes = Buffer.from(memory.buffer);
  bytes.set(input.subarray(0, PATHS));
  NAMES.forEach((name, i) => { bytes.write(name.padEnd(16, '\0'), PATHS + i * 16); });
  const view = new DataView(memory.buffer);
  [[PATHS, 5], [100, 2000]].forEach(([at, length], i) => {
    view.setUint32(PIECES + i * 8, at, true);
    view.setUint32(PIECES + i * 8 + 4, length, true);
  });
}

/** @param {Buffer} input */
async function run(input) {
  prepare();
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const wasi = new WASI({ version: 'preview1', args: ['program', 'x'], env: { A: 'b' }, preopens: { '/': given }, stdin: nothing,
                          stdout: nothing, stderr: nothing });
  wasi.finalizeBindings({ exports: { memory } });
  fill(memory, input);
  let at = 0;
  for (let calls = 0; at < input.length && calls < MOST_CALLS; calls++) {
    const [name, types] = FUNCTIONS[input[at++] % FUNCTIONS.length];
    const args = [...types].map((type) => argument(input[at++] ?? 0, type));
    if (name === 'sched_yield' && memory.buffer.byteLength === PAGE) memory.grow(1);
    if (!isHarmless(name, args, new DataView(memory.buffer))) continue;
    const result = wasi.wasiImport[name](...args);
    assert(Number.isInteger(result) && result >= 0 && result <= 76, `${name} gave ${result}`);
  }
  for (let fd = 0; fd < MOST_CALLS; fd++) wasi.wasiImport.fd_close(fd); // what it opened, before a collection does
  checkOutside();
  await lookAtMemory();
}

module.exports = { FUNCTIONS, run };
offer(module, run);
