'use strict';
// Single executable applications of small programs, in a folder of their own that is removed at the end.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'application-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes `contents` to a file of the folder, and gives its path. */
function file(name, contents) {
  const place = path.join(folder, name);
  fs.writeFileSync(place, contents);
  return place;
}

/** Runs `command` in the folder: {status, signal, stdout, stderr}. */
function run(command, args = [], env = {}) {
  const environment = { ...process.env, ...env };
  delete environment.NODE_V8_COVERAGE;
  return spawnSync(command, args, { cwd: folder, env: environment, encoding: 'utf8' });
}

/** Makes the executable `app` of a source. Settings are those of the file. @returns {string} its path */
function make(source, settings = {}) {
  file('main.js', source);
  file('sea.json', JSON.stringify({ main: 'main.js', output: 'app', disableExperimentalSEAWarning: true, ...settings }));
  const made = run(process.execPath, ['--build-sea', 'sea.json']);
  if (made.status !== 0) throw new Error(`--build-sea: ${made.status} ${made.signal}\n${made.stdout}${made.stderr}`);
  return path.join(folder, 'app');
}

module.exports = { folder, file, run, make };
