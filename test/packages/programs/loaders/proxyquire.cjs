const proxyquire = require('proxyquire');
console.log(proxyquire('./uses.cjs', { './dependency.cjs': { name: 'proxied' }, fs: { existsSync: () => 'perhaps' }, os: { EOL: '!', '@noCallThru': true } })());
console.log(proxyquire.noCallThru()('./uses.cjs', { './dependency.cjs': { name: 'alone' } })());
console.log(require('./uses.cjs')());
