'use strict';
// Compiles an addon of V8's own interface for a test, with our headers: compile(name) gives the library's path. What cannot
// be compiled fails the test.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '../../..');
const HEADERS = ['modules/addons/include', 'deps/cache/v8/include', 'deps/cache/npm/node_modules/node-api-headers/include'];

/**
 * @param {string} name of a file below fixtures/, without '.cc'
 * @param {string[]} [options] for the compiler
 * @returns {string} the addon's path, in a folder that is removed when this process ends
 */
module.exports = function compile(name, options = []) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-addon-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const library = path.join(folder, `${name}.node`);
  execFileSync('g++', ['-std=gnu++20', '-shared', '-fPIC', '-fno-rtti', '-O0', '-Wall', '-Werror', '-DNODE_GYP_MODULE_NAME=addon',
    ...HEADERS.flatMap((header) => ['-isystem', path.join(root, header)]), ...options,
    path.join(__dirname, 'fixtures', `${name}.cc`), '-o', library], { stdio: ['ignore', 'inherit', 'inherit'] });
  return library;
};
