'use strict';
// @swc/core: TypeScript, JSX, decorators, minifying, syntax errors; sync and async.
const swc = require('@swc/core');

const SOURCE = `
import { x } from './x';
export enum Colour { Red = 1, Green }
@sealed class Point<T extends number> { constructor(private readonly a: T, public b?: string) {} static #n = 0; }
export const view = (p: { a: number }) => <ul className="list">{[...Array(p.a)].map((_, i) => <li key={i}>{i ?? x}</li>)}</ul>;
`;
const OPTIONS = {
  filename: 'view.tsx', sourceMaps: true, configFile: false, swcrc: false,
  jsc: { parser: { syntax: 'typescript', tsx: true, decorators: true }, target: 'es2019',
    transform: { legacyDecorator: true, react: { runtime: 'automatic' } } },
  module: { type: 'commonjs' },
};

module.exports = async (print) => {
  print(swc.version);
  const one = swc.transformSync(SOURCE, OPTIONS);
  print(one.code, one.map);
  const many = await Promise.all(Array.from({ length: 12 }, (_, i) => swc.transform(`${SOURCE}export const n = ${i};`, OPTIONS)));
  print(many.map(({ code }) => code.length));
  print(await swc.minify('function add(first, second) { const sum = first + second; return sum } console.log(add(1, 2))',
    { compress: true, mangle: true }));
  print(JSON.stringify(await swc.parse('let a = 1n ** 2n', { syntax: 'ecmascript' })).length);
  for (const fails of [() => swc.transformSync('let let = 1', OPTIONS), () => swc.parse('class {', {})]) {
    try {
      await fails();
    } catch (error) {
      // Then comes a backtrace of the addon and the runtime below it.
      print(error.name, error.code, error.message.split(/^Caused by|^ *0: |^Stack backtrace/m)[0]);
    }
  }
};
