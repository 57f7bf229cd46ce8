'use strict';
// Start-up snapshots of small programs, in a folder of their own that is removed at the end.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'snapshot-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs the runtime in the folder: {status, signal, stdout, stderr}. */
function run(args, { env = {}, cwd = folder } = { __proto__: null }) {
  const environment = { ...process.env, ...env };
  delete environment.NODE_V8_COVERAGE;
  return spawnSync(process.execPath, args, { cwd, env: environment, encoding: 'utf8' });
}

/** Writes `source` to a file of the folder, and gives its path. */
function file(name, source) {
  const place = path.join(folder, name);
  fs.writeFileSync(place, source);
  return place;
}

/** Builds a snapshot of a program into snap.blob of the folder. A function is called there with `require`. */
function build(program, options, args = []) {
  const source = typeof program === 'function' ? `(${program})(require, __filename, __dirname);` : program;
  file('entry.js', source);
  return run([...args, '--snapshot-blob', 'snap.blob', '--build-snapshot', 'entry.js'], options);
}

/** Starts from snap.blob. */
function start(args = [], options, before = []) {
  return run([...before, '--snapshot-blob', path.join(folder, 'snap.blob'), ...args], options);
}

module.exports = { folder, run, file, build, start };
