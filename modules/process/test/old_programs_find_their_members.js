'use strict';
// What packages look at or call, whether or not there is anything behind it.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

assert.deepStrictEqual(Object.getOwnPropertyDescriptor(process, 'domain'),
                       { value: null, writable: true, enumerable: true, configurable: true });
assert.throws(() => process._linkedBinding('x'), { code: 'ERR_INVALID_MODULE', message: 'No such binding was linked: x' });
assert.strictEqual(process._startProfilerIdleNotifier(), undefined);
assert.strictEqual(process._stopProfilerIdleNotifier(), undefined);
assert.deepStrictEqual(process._preload_modules, []);
const program = 'console.log(process._preload_modules, Object.keys(process).includes("_preload_modules"))';
const { stdout } = spawnSync(process.execPath, ['-r', 'fs', '-r', 'os', '-e', program], { encoding: 'utf8' });
assert.strictEqual(stdout, "[ 'fs', 'os' ] true\n");
