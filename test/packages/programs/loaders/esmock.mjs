import esmock from 'esmock';
const mocked = await esmock('./uses.mjs', { './dependency.mjs': { name: 'mocked' }, 'node:fs': { readFileSync: () => 'mocked text', existsSync: () => 'exists?' } });
console.log(mocked.read(), mocked.both());
const strict = await esmock.strict('./uses.mjs', { './dependency.mjs': { name: 'strict' }, 'node:fs': { readFileSync: () => 's', default: {  existsSync: () => 'strict exists' } } });
console.log(strict.both());
const { both } = await import('./uses.mjs');
console.log(both());
