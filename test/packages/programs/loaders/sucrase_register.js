require('sucrase/register');
console.log(Object.keys(require('./lib/greet.ts')).join(), require('./lib/greet').default('sucrase'));
console.log(require('./esm_syntax').name);
