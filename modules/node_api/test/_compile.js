'use strict';
// Compiles an addon of C source for a test, with the compiler that eddy is built with: compile(name) → the library's path.
// What cannot be compiled fails the test.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const HEADERS = path.join(__dirname, '../../../deps/cache/npm/node_modules/node-api-headers/include');

/**
 * @param {string} name of a file below fixtures/, without '.c'
 * @param {string[]} [options] for the compiler
 * @returns {string} the addon's path, in a folder that is removed when this process ends
 */
module.exports = function compile(name, options = []) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-addon-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const library = path.join(folder, `${name}.node`);
  const source = path.join(__dirname, 'fixtures', `${name}.c`);
  execFileSync('gcc', ['-std=gnu11', '-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-isystem', HEADERS, ...options, source,
    '-o', library, '-lpthread'], { stdio: ['ignore', 'inherit', 'inherit'] });
  return library;
};
