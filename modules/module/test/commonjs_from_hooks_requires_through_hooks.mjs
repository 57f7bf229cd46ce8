// CommonJS whose text hooks gave requires through the hooks; what they leave to the loader requires as ever.
import finish from '../../../test/_finish.js';
import assert from 'node:assert';
import { register, registerHooks } from 'node:module';

const done = finish.end();
const given = 'exports.keys = Object.keys(require).join(); exports.hooked = require("./fixtures/folder"); exports.os = typeof require("os").EOL;' +
  'exports.file = require("./fixtures/file"); exports.found = require.resolve("./fixtures/file").split("/").pop();';

const hooks = registerHooks({
  resolve: (specifier, context, next) => (specifier.startsWith('v:') ? { url: specifier, shortCircuit: true } : next(specifier, context)),
  load(url, context, next) {
    if (url.includes('/folder')) return { format: 'commonjs', source: 'module.exports = "from a hook"', shortCircuit: true };
    if (url.endsWith('given.cjs')) return { format: 'commonjs', source: given, shortCircuit: true };
    const result = next(url, context);
    return url.endsWith('left.cjs') ? { format: result.format, source: undefined, shortCircuit: true } : result;
  },
});
const { writeFileSync, rmSync } = await import('node:fs');
const left = new URL('./_left.cjs', import.meta.url);
process.on('exit', () => rmSync(left, { force: true }));
writeFileSync(left, 'exports.keys = Object.keys(require).join();');
writeFileSync(new URL('./_given.cjs', import.meta.url), '');
process.on('exit', () => rmSync(new URL('./_given.cjs', import.meta.url), { force: true }));

const check = (exports) => assert.deepStrictEqual({ ...exports.default },
  { keys: 'resolve,main', hooked: 'from a hook', os: 'string', file: 'file.js', found: 'file.js' });
check(await import('./_given.cjs'));
assert.strictEqual((await import('./_left.cjs')).keys, 'resolve,main,extensions,cache');
hooks.deregister();

// The same from hooks in a thread, which the require() waits for.
register(`data:text/javascript,${encodeURIComponent(`
  export const resolve = (s, c, next) => s.startsWith('v:') ? { url: s, shortCircuit: true } : next(s, c);
  export async function load(url, context, next) {
    if (url.includes('/folder')) return { format: 'commonjs', source: 'module.exports = "from a hook"', shortCircuit: true };
    if (url.includes('given.cjs')) return { format: 'commonjs', source: ${JSON.stringify(given)}, shortCircuit: true };
    return next(url, context);
  }`)}`);
check(await import('./_given.cjs?again'));
done();
