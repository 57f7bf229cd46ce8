'use strict';
// With source maps, the line above the stack of an uncaught error is the original source's, as are the frames.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'shown-')));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
const map = { version: 3, sources: ['original.ts'], names: [], mappings: 'AAIE', sourcesContent: ['\n\n\n\n  throw original;'] };
const put = (name, text) => fs.writeFileSync(path.join(dir, name), text);
const putMapped = (name, text, changes) => put(name, `${text}\n//# sourceMappingURL=data:application/json;base64,${
  Buffer.from(JSON.stringify({ ...map, ...changes })).toString('base64')}`);

// What stderr shows, up to the last frame that is the program's own.
function shown(...args) {
  const { stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
  return stderr.replaceAll(`${dir}/`, '').replace(/\(\w+:\d+\) /, '').split('\n')
    .filter((line) => !/^ +at .*node:|^Node\.js|^\(Use |^$/.test(line)).join('\n');
}
const place = 'original.ts:5\n  throw original;\n  ^\n';
const error = 'throw new Error("x");';

putMapped('a.js', error);
assert.strictEqual(shown('--enable-source-maps', 'a.js'), `${place}Error: x\n    at Object.<anonymous> (original.ts:5:3)`);
assert.strictEqual(shown('a.js'), 'a.js:1\nthrow new Error("x");\n^\nError: x\n    at Object.<anonymous> (' +
  `${path.join(dir, 'a.js').replace(`${dir}/`, '')}:1:7)`);
putMapped('a.mjs', error);
assert.strictEqual(shown('--enable-source-maps', 'a.mjs'), `${place}Error: x\n    at <anonymous> (original.ts:5:3)`);
putMapped('primitive.js', 'throw 5;');
assert.strictEqual(shown('--enable-source-maps', 'primitive.js'), `${place}5`);
putMapped('rejected.js', 'Promise.reject(new Error("x"));');
assert.strictEqual(shown('--enable-source-maps', 'rejected.js'), `${place}Error: x\n    at Object.<anonymous> (original.ts:5:3)`);
// The source is looked for on the disk; where it is not, the generated line is shown.
put('there.ts', '1\n2\n3\n4\n  throw there;\n');
putMapped('disk.js', error, { sources: ['there.ts'], sourcesContent: undefined });
assert.match(shown('--enable-source-maps', 'disk.js'), /^there\.ts:5\n {2}throw there;\n {2}\^\nError: x\n/);
putMapped('gone.js', error, { sourcesContent: undefined });
assert.match(shown('--enable-source-maps', 'gone.js'), /^gone\.js:1\nthrow new Error\("x"\);\n\^\nError: x\n {4}at Object.<anonymous> \(original/);
// Functions have the names of the original.
putMapped('named.js', 'function f() { throw new TypeError("boo"); } f();', { mappings: 'AAIA,SAASA,EAAEC', names: ['first', 'second'] });
assert.match(shown('--enable-source-maps', 'named.js'), /TypeError: boo\n {4}at second \(original\.ts:5:12\)\n {4}at Object/);

// TypeScript that is transformed is mapped without being asked.
put('enum.mts', 'enum A { X }\nexport class K { constructor(private q: number) {} }\nthrow new Error("y");\n');
assert.strictEqual(shown('--experimental-transform-types', 'enum.mts'),
  'ExperimentalWarning: Transform Types is an experimental feature and might change at any time\n' +
  'enum.mts:3\nthrow new Error("y");\n      ^\nError: y\n    at <anonymous> (enum.mts:3:7)');

// process.setSourceMapsEnabled() is all of it.
put('late.js', `process.setSourceMapsEnabled(true);
  console.error(process.sourceMapsEnabled, JSON.stringify(require('module').getSourceMapsSupport()));
  try { require('./a.js'); } catch (error) { console.error(error.stack.split('\\n')[1].trim()); }
  require('module').setSourceMapsSupport(false);
  console.error(process.sourceMapsEnabled);`);
assert.strictEqual(shown('late.js'), 'true {"enabled":true,"nodeModules":true,"generatedCode":true}\n' +
  'at Object.<anonymous> (original.ts:5:3)\nfalse');
