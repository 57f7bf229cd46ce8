const { Hook } = require('require-in-the-middle');
new Hook(['fs', 'dependency'], (exports, name, basedir) => { console.log('hooked', name, basedir); return name === 'fs' ? { ...exports, existsSync: () => 'hooked' } : exports; });
new Hook([require.resolve('./dependency.cjs')], { internals: true }, (exports) => ({ ...exports, name: 'in the middle' }));
console.log(require('./uses.cjs')());
console.log(require('node:fs').existsSync());
