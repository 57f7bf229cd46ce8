import * as td from 'testdouble';
await td.replaceEsm('./dependency.mjs', { name: 'doubled' }, 'double default');
const { both } = await import('./uses.mjs');
console.log(both());
td.reset();
console.log((await import('./uses.mjs')).both());
