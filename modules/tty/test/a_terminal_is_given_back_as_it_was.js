'use strict';
// Runs programs in a pseudo-terminal, which script(1) makes, and asks stty(1) afterwards how they left it.
const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

assert.strictEqual(spawnSync('script', ['--version']).status, 0, 'this test needs script(1), of util-linux');

function inTerminal(program) {
  return new Promise((resolve) => {
    const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
    const command = `stty cols 90 rows 20; ${quoted(process.execPath)} -e ${quoted(program)}; stty -a`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
    child.on('close', () => resolve(output));
  });
}

const raw = 'process.stdin.setRawMode(true).resume();';
const ends = ['process.exit()', 'process.kill(process.pid, "SIGTERM")', 'throw new Error("uncaught")',
              'process.stdin.destroy()'];

async function main() {
  const sizes = await inTerminal('console.log("size", process.stdout.columns, process.stdout.rows, process.stdin.isTTY)');
  assert.match(sizes, /size 90 20 true/);
  const mode = await inTerminal(`${raw} console.log("raw", process.stdin.isRaw);
    require("child_process").spawnSync("stty", ["-a"], { stdio: "inherit" }); process.exit()`);
  assert.match(mode, /raw true[^]* -icanon[^]* icanon/);
  for (const end of ends) {
    const output = await inTerminal(`${raw} setTimeout(() => { ${end} }, 1)`);
    assert.match(output, /[ ;]icanon/, end);
    assert.doesNotMatch(output, /-icanon/, end);
  }
}
finish(main);
