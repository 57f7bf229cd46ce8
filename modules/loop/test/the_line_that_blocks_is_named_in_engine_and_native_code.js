// eddy only: eddy:loop
'use strict';
// What blocks is not the program's own JavaScript, but what it asks V8, an addon or a built-in for.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { DatabaseSync } = require('node:sqlite');
const util = require('node:util');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');
const { block, isEnough, reportOf, assertLine } = require('./_blockers');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-blockers-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

function compileAddon() {
  const library = path.join(folder, 'spin.node');
  const headers = path.join(__dirname, '../../../deps/cache/npm/node_modules/node-api-headers/include');
  execFileSync('gcc', ['-shared', '-fPIC', '-isystem', headers, path.join(__dirname, 'fixtures/spin.c'), '-o', library],
    { stdio: ['ignore', 'inherit', 'inherit'] });
  return require(library);
}
const addon = compileAddon();

const huge = JSON.stringify(Array.from({ length: 500 }, (_, i) => `${i}`.padEnd(100_000, 'some text ')));
const packed = zlib.deflateSync(Buffer.alloc(4_000_000, 'some text '));
const records = Array.from({ length: 5000 }, (_, i) => ({ id: i, name: `name ${i}`, tags: ['a', 'b', { c: i }] }));
const prose = 'It was a dark and stormy night; the rain fell in torrents. '.repeat(2000);
const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE numbers (n); WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 2000) INSERT INTO numbers SELECT n FROM c');
const wasm = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes()));

function wasmBytes() {
  const body = [0x00, 0x03, 0x40, 0x20, 0x00, 0x41, 0x7f, 0x6a, 0x22, 0x00, 0x0d, 0x00, 0x0b, 0x0b];
  return Buffer.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic, version
    1, 5, 1, 0x60, 1, 0x7f, 0, // type 0: (i32) -> ()
    3, 2, 1, 0, // function 0 is of type 0
    7, 8, 1, 4, 0x73, 0x70, 0x69, 0x6e, 0, 0, // export "spin"
    10, 2 + body.length, 1, body.length, ...body, // loop: p = p - 1; again unless 0
  ]);
}

// name -> [what blocks, the kind of work that the report names, or 'collections'].
const blockers = {
  'JSON of 50 MB': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      JSON.parse(huge); // HERE JSON of 50 MB
    }
  })],
  'garbage': [() => {
    const kept = [];
    for (let size = 1, used = 0, isCollected = false; !isCollected || !isEnough(); size *= 2) {
      // On one line: V8 looks for interrupts at the loop's head, the profiler in its body.
      for (let i = 0; i < size * 1000; i++) kept[i % 5000] = { a: [i], b: { c: [i, `${i}`] } }; // HERE garbage
      const { heapUsed } = process.memoryUsage();
      isCollected ||= heapUsed < used;
      used = heapUsed;
    }
  }, 'collections'],
  'addon': [() => block((size) => {
    addon.spin(size * 2); // HERE addon
  })],
  'WebAssembly': [() => block((size) => {
    wasm.exports.spin(size * 1_000_000); // HERE WebAssembly
  }), 'WebAssembly'],
  'scryptSync': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      crypto.scryptSync('password', 'salt', 32); // HERE scryptSync
    }
  }), 'cryptography'],
  'hash': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      crypto.createHash('sha512').update(huge).digest('hex'); // HERE hash
    }
  }), 'cryptography'],
  'inflateSync': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      zlib.inflateSync(packed); // HERE inflateSync
    }
  }), 'compression'],
  'readdirSync': [() => block((size) => {
    for (let i = 0; i < size * 10; i++) {
      fs.readdirSync(__dirname, { withFileTypes: true }); // HERE readdirSync
    }
  }), 'synchronous file access'],
  'sqlite': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      database.prepare('SELECT count(*) FROM numbers a, numbers b WHERE a.n < b.n').get(); // HERE sqlite
    }
  })],
  'inspect': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      util.inspect(records, { depth: 9, maxArrayLength: Infinity }); // HERE inspect
    }
  })],
  'replace': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      prose.replace(/\b(\w)(\w*)\b/g, (all, first, rest) => first.toUpperCase() + rest); // HERE replace
    }
  })],
  'new Function': [() => block((size) => {
    for (let i = 0; i < size * 50; i++) {
      new Function('a', `switch (a) { ${'case 1: return [a, { b: a }];'.repeat(20)} } return ${i};`)(2); // HERE new Function
    }
  })],
  'Intl': [() => block((size) => {
    for (let i = 0; i < size * 5; i++) {
      new Intl.DateTimeFormat('de', { dateStyle: 'full' }).format(0); // HERE Intl
    }
  })],
  'sort by a function': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      records.toSorted((a, b) => (a.id * 7919) % 5003 - (b.id * 7919) % 5003); // HERE sort by a function
    }
  })],
};

finish(async () => {
  for (const [name, [blocker, work]] of Object.entries(blockers)) {
    const report = await reportOf(() => setImmediate(blocker));
    assertLine(report, __filename, name);
    assert.strictEqual(report.callback, 'immediate', name);
    if (work === 'collections') assert.ok(report.garbageCollection.count > 0, JSON.stringify(report));
    else if (work !== undefined) assert.ok(report.work.some(({ kind }) => kind === work), `${name}: ${JSON.stringify(report.work)}`);
  }
});
