'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const finish = require('../../../test/_finish');

function run(program, whenStarted) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
    child.on('close', (code) => resolve({ code, output, errors }));
    whenStarted?.(child);
  });
}

async function main() {
  // Destroying the stream is harmless: 'close' comes, and later writes arrive.
  const destroyed = await run(`process.stdout.on("close", () => process.stderr.write("close"));
    process.stdout.destroy(); process.stdout.write("a"); setImmediate(() => console.log("b"));`);
  assert.deepStrictEqual(destroyed, { code: 0, output: 'ab\n', errors: 'close' });

  assert.deepStrictEqual(await run('console.log("x".repeat(100000)); process.exitCode = 3'),
                         { code: 3, output: `${'x'.repeat(100000)}\n`, errors: '' });

  // Nobody reads any more: an error, that ends a program which does not listen for it.
  const broken = 'setInterval(() => console.log("y"), 5)';
  const ended = await run(broken, (child) => child.stdout.destroy());
  assert.strictEqual(ended.code, 1);
  assert.match(ended.errors, /Error: write EPIPE/);
  const listened = await run(`process.stdout.on("error", (error) => {
    process.stderr.write(error.code + " " + error.syscall); process.exit(5);
  }); setInterval(() => process.stdout.write("y"), 5)`, (child) => child.stdout.destroy());
  assert.deepStrictEqual(listened, { code: 5, output: '', errors: 'EPIPE write' });
}
finish(main);
