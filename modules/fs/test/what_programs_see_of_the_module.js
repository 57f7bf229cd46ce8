'use strict';
// Order, names and kinds of members that inspecting node:fs shows.
const assert = require('node:assert');
const fs = require('node:fs');

const names = Object.keys(fs);
assert.deepStrictEqual(names.slice(names.indexOf('stat'), names.indexOf('stat') + 4), ['stat', 'statfs', 'statSync', 'statfsSync']);
assert.deepStrictEqual([fs.realpath.native.name, fs.realpath.native.length], ['', 3]);
assert.deepStrictEqual([fs.realpathSync.native.name, fs.realpathSync.native.length], ['', 2]);
const { get, set, enumerable, configurable } = Object.getOwnPropertyDescriptor(fs, 'Utf8Stream');
assert.deepStrictEqual([typeof get, set, enumerable, configurable], ['function', undefined, true, true]);
assert.throws(() => { fs.Utf8Stream = 5; }, TypeError);
