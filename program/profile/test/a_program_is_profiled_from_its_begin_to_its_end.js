// eddy only: `eddy profile`
'use strict';
// The program runs as ever, with its own arguments and standard output; the table comes on standard error, and two files.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { gunzipSync } = require('node:zlib');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
const program = path.join(folder, 'busy.js');
fs.writeFileSync(program, `
  function hotFunction() { let sum = 0; for (let i = 0; i < 3e6; i++) sum += Math.sqrt(i); return sum; }
  for (let i = 0; i < 40; i++) hotFunction();
  console.log(process.argv.slice(2).join(' '));
  process.exitCode = 3;`);
const profile = (...words) => spawnSync(process.execPath, ['profile', ...words], { cwd: folder, encoding: 'utf8' });

const { stdout, stderr, status } = profile('-o', 'here', '--interval', '200', 'busy.js', '-n', 'its own');
assert.strictEqual(stdout, '-n its own\n');
assert.strictEqual(status, 3);
assert.match(stderr, /^\d+ samples, \d+\.\d\d s busy, \d+\.\d\d s idle$/m);
assert.match(stderr, /^ *\d+\.\d % +\d+\.\d %  hotFunction +busy\.js:2$/m);
assert.match(stderr, /^here\.cpuprofile\nhere\.pb\.gz$/m);

const { nodes, samples, timeDeltas } = JSON.parse(fs.readFileSync(path.join(folder, 'here.cpuprofile'), 'utf8'));
assert.ok(nodes.some(({ callFrame }) => callFrame.functionName === 'hotFunction' && callFrame.url === `file://${program}`));
assert.strictEqual(samples.length, timeDeltas.length);
const pprof = gunzipSync(fs.readFileSync(path.join(folder, 'here.pb.gz'))).toString('latin1');
for (const text of ['hotFunction', `file://${program}`, 'samples', 'count', 'nanoseconds']) assert.ok(pprof.includes(text), text);

// One row when one is asked for; what cannot be written is said, and the program's own outcome stays in what it printed.
const short = profile('--rows', '1', '-o', 'nowhere/x', 'busy.js');
assert.strictEqual(short.stderr.match(/^ *\d+\.\d % /gm).length, 1);
assert.match(short.stderr, /^eddy profile: nowhere\/x\.cpuprofile cannot be written: ENOENT/m);
assert.strictEqual(short.stdout, '\n');

for (const [words, message] of [
  [['-n', '0', 'busy.js'], '-n: 0 is not a number above 0'],
  [['-n'], "Option '-n, --rows <value>' argument missing"],
  [['--wrong', 'busy.js'], "Unknown option '--wrong'"],
  [['-n', '5'], 'it needs a program, or the number of a process'],
  [['1', 'soon'], 'soon is no time: 500ms and 5s are'],
]) {
  const refused = profile(...words);
  assert.strictEqual(refused.status, 9);
  assert.strictEqual(refused.stderr.startsWith(`eddy profile: ${message}`), true, refused.stderr);
}
assert.match(profile().stdout, /^usage: eddy profile /);

// A program of that name is one.
fs.writeFileSync(path.join(folder, 'profile.js'), "console.log('a program')");
assert.strictEqual(profile('busy.js').stdout, 'a program\n');
fs.rmSync(folder, { recursive: true });
