// eddy only: eddy loop top
'use strict';
// In a pseudo-terminal, which script(1) makes; stty(1) changes its size.
const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');
const { BUSY, plant, start, stop } = require('./_asking');

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const ESCAPE = String.fromCharCode(27);
const plain = (text) => text.replace(new RegExp(`${ESCAPE}\\[[?\\d;]*[A-Za-z]`, 'g'), '');
// What the page shows now.
const shown = (output) => plain(output.split(`${ESCAPE}[H`).at(-1)).split('\r\n').map((line) => line.trimEnd());

finish(async () => {
  const child = await start([plant('works.js', BUSY)]);
  const command = `stty cols 100 rows 20; tty; ${quoted(process.execPath)} loop top ${child.pid} --period 50ms; echo "code $?"; stty -a`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  const until = (condition) => new Promise((resolve, reject) => {
    const look = () => {
      if (!condition()) return;
      terminal.stdout.removeListener('data', look);
      resolve();
    };
    terminal.stdout.on('data', look);
    terminal.on('close', () => reject(new Error(`the terminal was closed: ${output}`)));
    look();
  });
  terminal.stdout.setEncoding('utf8').on('data', (text) => { output += text; });

  await until(() => shown(output).some((line) => / timer {13}works\.js:1:26 work$/.test(line)));
  assert.match(shown(output)[0], new RegExp(`^pid ${child.pid}   eddy \\S+   recorded for `));
  assert.ok(shown(output).length <= 20);
  const [device] = /\/dev\/\S+/.exec(output);

  terminal.stdin.write('s');
  await until(() => shown(output).at(-1).endsWith('(by longest, the last 10 s)'));
  assert.strictEqual(spawnSync('stty', ['-F', device, 'cols', '60', 'rows', '14']).status, 0);
  await until(() => shown(output).length === 14 && shown(output).every((line) => line.length <= 60));

  terminal.stdin.write(' ');
  await until(() => shown(output)[0].endsWith('FROZEN'));
  terminal.stdin.write('q');
  await new Promise((resolve) => terminal.on('close', resolve));
  assert.match(output, /code 0\r\n/);
  assert.match(output.slice(output.lastIndexOf('code 0')), /[ ;]icanon/, 'the terminal is as it was');
  await stop(child);
});
