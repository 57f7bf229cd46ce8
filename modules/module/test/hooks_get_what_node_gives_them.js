'use strict';
// What the loader's own resolve and load hand to hooks, and what they are told: keys in their order, formats, kinds of source.
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createRequire, registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hooks-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
const files = {
  'package.json': '{}',
  'esm.ts': 'export const a: number = 1;',
  'cjs.ts': 'exports.a = 1 as number;',
  'm.mts': 'export const a: number = 1;',
  'c.cts': 'exports.a = 1 as number;',
  'c.cjs': 'exports.a = 1;',
  'plain.js': 'exports.a = 1;',
  'j.json': '{"a":1}',
  'w.wasm': '\0asm\u0001\0\0\0',
  'bare': 'exports.a = 1;',
};
for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text);

const kindOf = (source) => (source == null ? String(source) : typeof source === 'string' ? 'string' : source.constructor.name);
let seen = [];
registerHooks({
  resolve(specifier, context, next) {
    const result = next(specifier, context);
    seen.push(['resolve', Object.keys(context).join(), String(result.format), Object.keys(result).join()].join(' '));
    return result;
  },
  load(url, context, next) {
    const result = next(url, context);
    seen.push(['load', Object.keys(context).join(), String(context.format), '->', String(result.format), kindOf(result.source),
               Object.keys(result).join(), String(result.shouldBeReloadedByCJSLoader)].join(' '));
    return result;
  },
});

const R = 'resolve parentURL,importAttributes,conditions';
const L = 'load format,importAttributes,conditions';
const IMPORTED = 'format,responseURL,source,shouldBeReloadedByCJSLoader';
const KEYS = 'url,format,importAttributes';
const required = `${R} undefined ${KEYS}`;

// name -> format told by resolve, format and source of load, whether require() runs it
const imports = {
  'esm.ts': ['null', 'module-typescript Buffer', false],
  'cjs.ts': ['null', 'commonjs-typescript Buffer', false],
  'm.mts': ['module-typescript', 'module-typescript Buffer', false],
  'c.cts': ['commonjs-typescript', 'commonjs-typescript Buffer', false],
  'c.cjs': ['commonjs', 'commonjs Buffer', true],
  'plain.js': ['null', 'commonjs Buffer', true],
  'bare': ['null', 'commonjs Buffer', true],
  'j.json': ['json', 'json Buffer', false],
  'w.wasm': ['wasm', 'wasm Buffer', false],
  'node:querystring': ['undefined', 'builtin null', false],
  'punycode': ['builtin', 'builtin null', false],
  'data:text/javascript,export const a = 1': ['undefined', 'module Buffer', false],
};

const requires = {
  'esm.ts': 'typescript -> typescript string',
  'm.mts': 'module-typescript -> module-typescript string',
  'c.cts': 'commonjs-typescript -> commonjs-typescript string',
  'c.cjs': 'commonjs -> commonjs string',
  'plain.js': 'undefined -> undefined string',
  'bare': 'undefined -> undefined string',
  'j.json': 'json -> json string',
  'node:querystring': 'builtin -> builtin null',
};

finish(async () => {
  for (const [name, [hint, loaded, runsAsRequired]] of Object.entries(imports)) {
    seen = [];
    const specifier = name in files ? pathToFileURL(path.join(dir, name)).href : name;
    await import(specifier, name.endsWith('.json') ? { with: { type: 'json' } } : undefined);
    const expected = [`${R} ${hint} ${KEYS}`, `${L} ${hint} -> ${loaded} ${IMPORTED} ${runsAsRequired}`];
    if (runsAsRequired) expected.push(required);
    assert.deepStrictEqual(seen, expected, `import of ${name}`);
  }
  const require = createRequire(path.join(dir, 'x.js'));
  for (const [name, loaded] of Object.entries(requires)) {
    delete require.cache[path.join(dir, name)];
    seen = [];
    require(name in files ? `./${name}` : name);
    assert.deepStrictEqual(seen, [required, `${L} ${loaded} source,format undefined`], `require of ${name}`);
  }
});
