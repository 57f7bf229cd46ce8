const { addHook } = require('pirates');
const revert = addHook((code, filename) => code.replace("'own'", "'pirate'"), { exts: ['.cjs'], matcher: (file) => file.endsWith('dependency.cjs') });
console.log(require('./dependency.cjs').name);
revert();
delete require.cache[require.resolve('./dependency.cjs')];
console.log(require('./dependency.cjs').name);
