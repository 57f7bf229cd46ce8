const alias = require('module-alias');
alias.addAliases({ '@lib': __dirname, 'dep$': __dirname + '/dependency.cjs' });
alias.addAlias('@fn', (from, request, name) => { console.log('asked', require('path').basename(from), request, name); return __dirname; });
console.log(require('@lib/dependency.cjs').name, require('@fn/dependency.cjs').name, require.resolve('@lib/data.json').split('/').pop());
require('app-module-path').addPath(__dirname + '/lib2');
require('fs').mkdirSync(__dirname + '/lib2/inner', { recursive: true });
require('fs').writeFileSync(__dirname + '/lib2/inner/index.js', 'module.exports = "from the path"');
console.log(require('inner'));
