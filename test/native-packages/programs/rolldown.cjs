'use strict';
// rolldown bundles modules that a plugin makes up, in threads of its own that call back into JavaScript.
const FILES = {
  '\0main': "import { used } from './library'; import view from './view'; console.log(used, view); import('./later');",
  './library': 'export const used = 1; export function unused() { return used; }',
  './view': 'enum Size { Small = 1, Large }; export default (s: Size): number => s * Size.Large;',
  './later': "import { used } from './library'; export const later = used + 1;",
};
const plugin = (files, calls) => ({
  name: 'made up',
  resolveId: (id) => (id in files ? id : id === 'main' ? '\0main' : null),
  load: (id) => ({ code: files[id], moduleType: 'ts' }),
  transform(code, id) {
    calls.push(id);
    return code.replace('= 1', '= 10');
  },
});

module.exports = async (print) => {
  const { rolldown, VERSION } = await import('rolldown');
  print(VERSION);
  const calls = [];
  const bundle = await rolldown({ input: 'main', plugins: [plugin(FILES, calls)] });
  for (const options of [{ format: 'es' }, { format: 'cjs', minify: true }, { format: 'es', sourcemap: true, entryFileNames: '[name]-[hash].js' }]) {
    const { output } = await bundle.generate(options);
    for (const chunk of output.sort((a, b) => (a.fileName < b.fileName ? -1 : 1))) print(chunk.fileName, chunk.code ?? chunk.source);
  }
  await bundle.close();
  print([...new Set(calls)].sort());
  for (const wrong of ["import './absent';", 'let a; let a;']) {
    try {
      const failing = await rolldown({ input: 'main', plugins: [plugin({ ...FILES, '\0main': wrong }, [])], logLevel: 'silent' });
      await failing.generate();
    } catch (error) {
      print(error.message);
    }
  }
  const thrown = new Error('of a plugin');
  const failing = await rolldown({ input: 'main', plugins: [{ name: 'throws', resolveId() { throw thrown; } }] });
  await failing.generate().catch((error) => print(error.message.split('\n')[0]));
};
