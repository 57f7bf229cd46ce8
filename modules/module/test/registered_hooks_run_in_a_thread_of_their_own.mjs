// module.register(): hooks have a thread with globals of their own, which neither keeps the program alive nor is kept from
// working while the program waits; what they throw, and how they end, reaches the program.
import finish from '../../../test/_finish.js';
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { register } from 'node:module';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

const module = (source) => `data:text/javascript,${encodeURIComponent(source)}`;
const done = finish.end();

// A port handed over; register() returns when initialize() is done.
const { port1, port2 } = new MessageChannel();
globalThis.here = true;
assert.strictEqual(register(module(`
  import { isMainThread, isInternalThread, parentPort, workerData } from 'node:worker_threads';
  let port;
  export async function initialize(data) {
    port = data.port;
    await new Promise((resolve) => setTimeout(resolve, 1));
    port.postMessage([typeof globalThis.here, isMainThread, isInternalThread, parentPort, workerData, process.argv.length]);
    port.on('message', (text) => port.postMessage('got ' + text));
  }
  export async function resolve(specifier, context, nextResolve) {
    if (!specifier.startsWith('v:')) return nextResolve(specifier);
    return { url: specifier, format: 'module', shortCircuit: true };
  }
  export async function load(url, context, nextLoad) {
    if (url === 'v:throws') throw Object.assign(new RangeError('no such thing'), { code: 'MINE', extra: { a: 1 } });
    if (url === 'v:primitive') throw 'text';
    if (url.startsWith('v:')) return { format: 'module', source: 'export default ' + JSON.stringify(url), shortCircuit: true };
    return nextLoad(url);
  }`), import.meta.url, { data: { port: port2 }, transferList: [port2] }), undefined);
assert.deepStrictEqual(receiveMessageOnPort(port1).message, ['undefined', false, true, null, null, 1]);
port1.postMessage('news');
assert.deepStrictEqual(await once(port1, 'message'), ['got news']);
port1.close();

assert.strictEqual((await import('v:one')).default, 'v:one');
assert.strictEqual(import.meta.resolve('v:two'), 'v:two'); // waits
await assert.rejects(import('v:throws'), (error) => error instanceof RangeError && error.message === 'no such thing' &&
  error.code === 'MINE' && error.extra.a === 1);
assert.strictEqual(await import('v:primitive').catch((error) => error), 'text');

// The hook registered later is asked first, and reaches the other; its own module goes through that one.
register(module(`
  import one from 'v:one';
  export async function resolve(specifier, context, nextResolve) {
    return specifier === 'two' ? nextResolve(one + '2') : nextResolve(specifier);
  }`));
assert.strictEqual((await import('two')).default, 'v:one2');
assert.throws(() => register('./is-not-there.mjs', import.meta.url), { code: 'ERR_MODULE_NOT_FOUND' });
assert.throws(() => register(module('export function initialize() { throw new Error("not now") }')), { message: 'not now' });

function run(body, hooks) {
  const program = `import { register } from 'node:module'; register(${JSON.stringify(module(hooks))});
    process.on('exit', (code) => console.log('exit', code)); ${body}; console.log('went on');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
const hook = (body) => `export async function resolve(s, c, next) { if (s !== 'x:') return next(s); ${body} }`;
for (const wait of ['await import("x:")', 'import.meta.resolve("x:")']) {
  const exits = run(wait, hook('process.exit(42)'));
  assert.deepStrictEqual([exits.status, exits.stdout], [42, 'exit 42\n'], wait);
}
const never = run('await import("x:")', hook('return new Promise(() => {})'));
assert.deepStrictEqual([never.status, never.stdout], [13, 'exit 13\n']);
const neverSync = run('import.meta.resolve("x:")', hook('return new Promise(() => {})'));
assert.deepStrictEqual([neverSync.status, neverSync.stdout], [1, 'exit 1\n']);
assert.match(neverSync.stderr, /ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED/);
const throws = run('await import("x:")', hook('setTimeout(() => { throw new Error("late") }); return new Promise(() => {})'));
assert.deepStrictEqual([throws.status, throws.stdout], [1, 'exit 1\n']);
const idle = run('', hook('') + '; setInterval(() => {}, 1000);');
assert.deepStrictEqual([idle.status, idle.stdout], [0, 'went on\nexit 0\n']);
done();
