// eddy only: in Node, where hooks have a thread of their own, it is a race that the message need not win.
// Hooks of module.register() that ask the program over a message port: what it posted before import() has come by then.
import assert from 'node:assert';
import { register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';
import finish from '../../../test/_finish.js';

const ended = finish.end();

const hooks = `
  let told;
  export function initialize({ port }) { port.on('message', (message) => { told = message; }).unref(); }
  export async function resolve(specifier, context, next) {
    if (specifier !== 'what:was-told') return next(specifier, context);
    const source = 'export default ' + JSON.stringify(told) + '//' + Math.random();
    return { url: 'data:text/javascript,' + source, shortCircuit: true };
  }`;
const { port1, port2 } = new MessageChannel();
register(`data:text/javascript,${encodeURIComponent(hooks)}`,
         { parentURL: import.meta.url, data: { port: port2 }, transferList: [port2] });

const ask = async () => (await import('what:was-told')).default;
for (const [message, arrive] of [
  ['in the program', () => Promise.resolve()],
  ['in a timer', () => new Promise((resolve) => setTimeout(resolve, 1))],
  ['in an immediate', () => new Promise(setImmediate)],
]) {
  await arrive();
  port1.postMessage(message);
  assert.strictEqual(await ask(), message);
}
port1.close();

ended();
