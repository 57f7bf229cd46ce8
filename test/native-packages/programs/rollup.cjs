'use strict';
// rollup 4 bundles modules that a plugin makes up: chunks, tree shaking, source maps, hashes, warnings, errors.
const { rollup, VERSION } = require('rollup');
const { parseAst, parseAstAsync } = require('rollup/parseAst');

const FILES = {
  'main.js': "import { used } from './library.js'; import data from './data.js'; console.log(used, data); import('./later.js');",
  'library.js': 'export const used = 1; export function unused() { return used; }',
  'data.js': "export default { key: 'value', list: [1, 2, 3] };",
  'later.js': "import { used } from './library.js'; export const later = used + 1; eval('later');",
};
const plugin = (files) => ({
  name: 'made up',
  resolveId: (id) => (id.replace('./', '') in files ? id.replace('./', '') : null),
  load: (id) => files[id],
  transform: (code, id) => (id === 'data.js' ? { code: code.replace('value', 'changed'), map: null } : null),
});

module.exports = async (print) => {
  print(VERSION);
  const warnings = [];
  const bundle = await rollup({ input: 'main.js', plugins: [plugin(FILES)], onwarn: ({ code, message }) => warnings.push([code, message]) });
  for (const format of ['es', 'cjs', 'system']) {
    const { output } = await bundle.generate({ format, sourcemap: true, entryFileNames: '[name]-[hash].js' });
    for (const chunk of output) print(format, chunk.fileName, chunk.code ?? chunk.source, chunk.map?.mappings);
  }
  await bundle.close();
  print(warnings);
  for (const wrong of ["import './absent.js';", 'let a; let a;', "import { absent } from './library.js'; absent();"]) {
    const error = await rollup({ input: 'main.js', plugins: [plugin({ ...FILES, 'main.js': wrong })], onwarn() {} }).catch((e) => e);
    print(error.code, error.message, error.frame);
  }
  print(parseAst('const a = `b${1}`;').body[0].declarations[0].init.type, (await parseAstAsync('for await (const a of b);')).body.length);
};
