// eddy only: `eddy profile`
'use strict';
// It names the functions that a process spends its time in, inlined ones too, and its inspector is closed again. What cannot
// be profiled is told in one line.
const finish = require('../../../test/_finish');
const assert = finish.plan(9);
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Profile } = require('./_native');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
finish.atExit(() => fs.rmSync(folder, { recursive: true }));

const source = `
  function hotFunction(text) { return JSON.parse(text).length; }
  const text = JSON.stringify(Array.from({ length: 1000 }, (_, i) => ({ i })));
  function work() { for (let i = 0; i < 100; i++) hotFunction(text); setImmediate(work); }
  work();
  process.send?.('runs');
  setTimeout(() => process.send('still'), 0);
  process.on('message', () => process.send(process.getBuiltinModule('inspector').url() ?? 'closed'));`;
const file = path.join(folder, 'works.js');
fs.writeFileSync(file, source);

const profile = (...words) => spawnSync(process.execPath, ['profile', '-o', path.join(folder, 'p'), ...words], { encoding: 'utf8' });

const child = spawn(process.execPath, ['--inspect-port=0', file], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
let errors = '';
child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
child.once('message', finish.once(() => {
  const { stdout, stderr, status } = profile(String(child.pid), '1s');
  assert.strictEqual(stderr, '');
  assert.strictEqual(status, 0);
  assert.match(stdout, /^ *\d+\.\d % +\d+\.\d %  hotFunction +\S*works\.js:2$/m);
  assert.strictEqual(fs.existsSync(path.join(folder, 'p.pb.gz')), true);
  const profiled = new Profile(path.join(folder, 'p.cpuprofile'));
  assert.ok(profiled.shareOf('hotFunction', /^v8::internal::JsonParser</) > 0.3);
  child.on('message', (message) => {
    if (message === 'still') return;
    assert.strictEqual(message, 'closed');
    child.kill();
  });
  child.send('is it open?');
}));
child.on('close', finish.once(() => {
  assert.match(errors, /^Debugger listening on ws:/m);
  assert.strictEqual(profile(String(child.pid)).stderr, `eddy profile: there is no process ${child.pid}\n`);
  const other = spawn('sleep', ['1000']);
  other.on('spawn', finish.once(() => {
    assert.strictEqual(profile(String(other.pid)).stderr, `eddy profile: process ${other.pid} is not eddy: it runs sleep\n`);
    other.kill();
  }));
}));
