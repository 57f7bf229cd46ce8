const rewiremock = require('rewiremock/node');
rewiremock('./dependency.cjs').with({ name: 'rewired' });
rewiremock.enable();
console.log(require('./uses.cjs')());
rewiremock.disable();
console.log(require('./uses.cjs')());
console.log(rewiremock.proxy('./uses.cjs', { './dependency.cjs': { name: 'proxied' } })());
