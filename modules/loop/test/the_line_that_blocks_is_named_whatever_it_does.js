// eddy only: eddy:loop
'use strict';
const assert = require('node:assert');
const childProcess = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');
const { block, reportOf, assertLine } = require('./_blockers');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-blockers-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'data');
fs.writeFileSync(file, 'x'.repeat(100_000));
const rows = Array.from({ length: 20_000 }, (_, i) => ({ name: `row ${(i * 7919) % 20_011}`, size: i }));
const json = JSON.stringify(rows);
const many = (size, run) => { for (let i = 0; i < size; i++) run(); };

// A module with many others below it.
function plantTree(size) {
  const names = Array.from({ length: size }, (_, i) => `m${i}.js`);
  for (const name of names) fs.writeFileSync(path.join(folder, name), "exports.f = function() { return [1, 'some text'].join(); };");
  const index = path.join(folder, 'index.js');
  fs.writeFileSync(index, names.map((name) => `require('./${name}');`).join('\n'));
  return { index, files: [index, ...names.map((name) => path.join(folder, name))] };
}
const tree = plantTree(60);

// name -> [what blocks, the kind of work that the report names].
const blockers = {
  'counting': [() => block((size) => { for (let i = 0, sum = 0; i < size * 1e5; i++) sum += Math.sqrt(i) % 3; })], // HERE counting
  'readFileSync': [() => block((size) => {
    for (let i = 0; i < size * 10; i++) {
      fs.readFileSync(file); // HERE readFileSync
    }
  }), 'synchronous file access'],
  'writeFileSync': [() => block((size) => {
    for (let i = 0; i < size * 10; i++) {
      fs.writeFileSync(file, json); // HERE writeFileSync
    }
  }), 'synchronous file access'],
  'statSync': [() => block((size) => {
    const total = size * 100;
    for (let i = 0; i < total; i++) fs.statSync(file); // HERE statSync
  }), 'synchronous file access'],
  'execSync': [() => block((size) => {
    childProcess.execSync(`sleep ${size / 50}`); // HERE execSync
  }), 'synchronous child process'],
  'spawnSync': [() => block((size) => {
    childProcess.spawnSync('sleep', [String(size / 50)]); // HERE spawnSync
  }), 'synchronous child process'],
  'JSON.parse': [() => block((size) => {
    many(size, () => {
      JSON.parse(json); // HERE JSON.parse
    });
  })],
  'JSON.stringify': [() => block((size) => {
    many(size, () => {
      JSON.stringify(rows); // HERE JSON.stringify
    });
  })],
  'regular expression': [() => block((size) => {
    const text = 'a'.repeat(12 + Math.log2(size));
    many(20, () => {
      /^(a+)+$/.test(`${text}b`); // HERE regular expression
    });
  })],
  'sort': [() => block((size) => {
    const names = Array.from({ length: size * 500 }, (_, i) => (i * 7919) % 1_000_003);
    many(5, () => {
      names.slice().sort(); // HERE sort
    });
  })],
  'pbkdf2Sync': [() => block((size) => {
    crypto.pbkdf2Sync('password', 'salt', size * 1000, 32, 'sha256'); // HERE pbkdf2Sync
  }), 'cryptography'],
  'generateKeyPairSync': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }); // HERE generateKeyPairSync
    }
  }), 'cryptography'],
  'gzipSync': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      zlib.gzipSync(json, { level: 9 }); // HERE gzipSync
    }
  }), 'compression'],
  'brotliCompressSync': [() => block((size) => {
    const text = json.slice(0, size * 2000);
    for (let i = 0; i < 1 + size / 100; i++) {
      zlib.brotliCompressSync(text); // HERE brotliCompressSync
    }
  }), 'compression'],
  'require of many modules': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      tree.files.forEach((name) => delete require.cache[name]);
      require(tree.index); // HERE require of many modules
    }
  }), 'module loading'],
  'structuredClone': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      structuredClone(rows); // HERE structuredClone
    }
  })],
  'concatenation': [() => block((size) => {
    for (let i = 0; i < size; i++) {
      Buffer.concat(Array.from({ length: 200 }, () => Buffer.alloc(50_000, 'abc'))); // HERE concatenation
    }
  })],
  'BigInt': [() => block((size) => {
    const exponent = 20_000n;
    for (let i = 0; i < size; i++) {
      (3n ** exponent).toString(); // HERE BigInt
    }
  })],
  'Atomics.wait': [() => block((size) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, size * 10); // HERE Atomics.wait
  })],
  'vm.runInThisContext': [() => block((size) => {
    const source = Array.from({ length: size * 20 }, (_, i) => `function f${i}(a) { return a + ${i}; }`).join('\n');
    for (let i = 0; i < 20; i++) {
      vm.runInThisContext(`${source} //${i}`, { filename: '' }); // HERE vm.runInThisContext
    }
  })],
  'recursion': [() => block((size) => {
    const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)); // HERE recursion
    fibonacci(18 + Math.log2(size));
  })],
  'template rendering': [() => block((size) => {
    const some = rows.slice(0, size * 100);
    return some.map((row) => `<li>${row.name.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</li>`).join('\n'); // HERE template rendering
  })],
};

finish(async () => {
  for (const [name, [blocker, work]] of Object.entries(blockers)) {
    const report = await reportOf(() => setImmediate(blocker));
    assertLine(report, __filename, name);
    assert.strictEqual(report.callback, 'immediate', name);
    assert.strictEqual(report.phase, 'check', name);
    if (work !== undefined) assert.ok(report.work.some(({ kind }) => kind === work), `${name}: ${JSON.stringify(report.work)}`);
  }
});
