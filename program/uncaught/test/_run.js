'use strict';
// Runs a program's text in a process of its own: {stdout, stderr, status}. stderr without frames and the file's name.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'uncaught-'));
const file = path.join(directory, 'program.js');
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

module.exports = function run(source, ...options) {
  fs.writeFileSync(file, source);
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, file], { encoding: 'utf8' });
  const lines = stderr.replaceAll(file, 'FILE').split('\n').filter((line) => !line.startsWith('    at '));
  return { stdout, stderr: lines.join('\n').replaceAll(/^\(node:\d+\)/gm, '(PID)'), status };
};
