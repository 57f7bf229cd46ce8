'use strict';
// oxc-parser: sync and async, TypeScript and JSX, modules' records, errors.
const SOURCE = `import a, { b as c } from 'd' with { type: 'json' }; export * as e from 'f'; /* note */
enum G { H = 1n } const I = <K,>(l: K): l is K => l satisfies K; type M = { [n in keyof O]?: P };`;

module.exports = async (print) => {
  const { parseSync, parse } = await import('oxc-parser');
  const result = parseSync('a.ts', SOURCE);
  print(JSON.stringify(result.program, (_, v) => (typeof v === 'bigint' ? `${v}n` : v)), JSON.stringify(result.module), result.comments, result.errors);
  const many = await Promise.all(Array.from({ length: 10 }, (_, i) => parse('b.jsx', `const x${i} = <a.b c={...d} />;`.repeat(i + 1))));
  print(many.map(({ program, errors }) => [program.body.length, errors.length]));
  print((await parse('c.js', 'let a; let a; class {')).errors);
  print(parseSync('d.mjs', '"é😀"; await x; `${/a/v}`').program.body.map(({ start, end }) => [start, end]));
  for (const fails of [() => parseSync(1, 2), () => parse('a.js', {})]) {
    try {
      await fails();
      print('no error');
    } catch (error) {
      print(error.name, error.code, error.message);
    }
  }
};
