// eddy only: Node has no --ts=full
'use strict';
// --ts=full: what cannot be stripped, decorators of both kinds, .tsx, names of tsconfig.json, packages in TypeScript; the cache.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-ts-')));
finish.atExit(() => fs.rmSync(dir, { recursive: true }));

function write(name, ...lines) {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
}

function run(name, ...options) {
  const child = spawnSync(process.execPath, ['--ts=full', ...options, path.join(dir, name)], {
    encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: path.join(dir, 'cache') },
  });
  return child;
}

function prints(name, ...lines) {
  const { stdout, stderr } = run(name);
  assert.deepStrictEqual([stdout.split('\n'), stderr], [[...lines, ''], ''], name);
}

write('tsconfig.json',
  '// With comments, "quoted // ones" and commas at the end.',
  '{ "extends": ["./conf/base"], /* of this folder */ "compilerOptions": {',
  '  "paths": { "@lib/*": ["src/lib/*"], "@lib/special": ["./src/lib/two"], "exact": ["src/exact.ts"], },',
  '  "experimentalDecorators": true, "jsx": "react", } }');
write('conf/base.json', '{ "compilerOptions": { "jsxFactory": "h", "target": "ES2022", "baseUrl": "..", "x": "http://no/comment" } }');
write('node_modules/typed/package.json', '{ "main": "index.ts" }');
write('node_modules/typed/index.ts', 'export enum E { A = 1, B } export namespace N { export const x: number = 7 }');
write('src/lib/one.ts', 'export const one: string = "one";');
write('src/lib/two.ts', 'export const two = "two";');
write('src/exact.ts', 'export default "exact";');
write('src/view.tsx',
  'function h(tag: string, props: object, ...children: unknown[]) { return { tag, props, children }; }',
  'export const view = <div id="x">hi {1 + 1}</div>;');
write('src/main.ts',
  'import { E, N } from "typed"; import { one } from "@lib/one"; import { two } from "@lib/special"; import exact from "exact";',
  'import { one as again } from "src/lib/one"; import { view } from "./view.js"; import type { Gone } from "./nowhere";',
  'function log(target: any, key: string, d: PropertyDescriptor) { const f = d.value; d.value = function () { return `<${f.call(this)}>`; }; }',
  'enum Color { Red, Green = "g" } const enum Five { X = 5 }',
  'namespace Space { export function f() { return "space"; } }',
  'class P { constructor(private readonly a: number, public b = 2) {} @log sum() { return String(this.a + this.b); } }',
  'console.log(E.B, E[1], N.x, one, two, exact, again === one);',
  'console.log(JSON.stringify(view), Color.Green, Five.X, Space.f(), new P(1).sum());',
  'abstract class Q { abstract x(): void; static thrower() {',
  '  throw new Error("here"); } }',
  'try { Q.thrower(); } catch (error) { console.log((error as Error).stack!.split("\\n")[1].replace(/.*src/, "src")); }');
prints('src/main.ts', '2 A 7 one two exact true',
  '{"tag":"div","props":{"id":"x"},"children":["hi ",2]} g 5 space <3>', 'src/main.ts:10:9)');

write('standard/tsconfig.json', '{}');
write('standard/main.mts',
  'function tag(f: Function, c: ClassMethodDecoratorContext) { return function (this: S) { return `[${String(c.name)}:${f.call(this)}]`; }; }',
  'class S { accessor z = 3; @tag m() { return this.z; } }',
  'console.log(new S().m());');
prints('standard/main.mts', '[m:3]');

// CommonJS as TypeScript writes it, required and imported.
write('src/common.cts', 'import fs = require("fs"); import { one } from "./lib/one"; export = { ok: typeof fs.readFileSync, one };');
write('src/imports.mts', 'import common from "./common.cjs"; console.log(common.ok, common.one);');
prints('src/imports.mts', 'function one');
write('src/requires.cjs', 'console.log(require("./common").one, require("./common") === require("./common.cjs"));');
prints('src/requires.cjs', 'one true');

write('old/tsconfig.json', '{ "compilerOptions": { "target": "ES2017" } }');
const fields = ['class A { set x(v: number) { console.log("set", v); } }', 'class B extends A { x = 1; }', 'new B(); console.log("end");'];
write('old/main.cts', ...fields);
prints('old/main.cts', 'set 1', 'end');
write('standard/main.cts', ...fields.map((line) => line.replace('x = 1', '/* @ts-ignore */ x = 1')));
prints('standard/main.cts', 'end');

// A syntax error shows its place; without the option all is as on Node.
write('src/bad.cts', 'const fine = 1;', 'const x: = 5;');
const bad = run('src/bad.cts');
assert.match(bad.stderr, /src\/bad\.cts:2\nconst x: = 5;\n {9}\^\nSyntaxError[^]*ERR_INVALID_TYPESCRIPT_SYNTAX/);
assert.strictEqual(bad.status, 1);
const plain = spawnSync(process.execPath, [path.join(dir, 'src/main.ts')], { encoding: 'utf8' });
assert.match(plain.stderr, /ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX|ERR_INVALID_TYPESCRIPT_SYNTAX/);
const wrong = spawnSync(process.execPath, ['--ts=some', '-e', '1'], { encoding: 'utf8' });
assert.deepStrictEqual([wrong.status, /--ts must be "full"/.test(wrong.stderr)], [9, true]);

// What is kept on disk is used, and a damaged file of the cache is not.
const cache = path.join(dir, 'cache/eddy/typescript');
const files = fs.readdirSync(cache).map((name) => path.join(cache, name));
const kept = files.find((file) => fs.readFileSync(file, 'utf8').includes('exports.one = "one"') ||
  fs.readFileSync(file, 'utf8').includes('one = "one"'));
const before = fs.statSync(kept, { bigint: true }).mtimeNs;
prints('src/imports.mts', 'function one');
assert.strictEqual(fs.statSync(kept, { bigint: true }).mtimeNs, before);
for (const file of files) fs.truncateSync(file, fs.statSync(file).size - 2);
prints('src/imports.mts', 'function one');
