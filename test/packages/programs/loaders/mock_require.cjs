const mock = require('mock-require');
mock('./dependency.cjs', { name: 'mocked' });
mock('fs', { existsSync: () => 'mocked fs' });
console.log(require('./uses.cjs')());
mock.stopAll();
console.log(mock.reRequire('./uses.cjs')());
