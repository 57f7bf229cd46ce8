// A debugger evaluates while one types, without side effects: V8 does so for one expression at a time, though requests interrupt
// what runs. Only what ends an endless one comes through.
'use strict';
const finish = require('../../../test/_finish');
const isEddy = process.versions.eddy !== undefined; // Node hangs in an endless evaluation without side effects
const assert = finish.plan(isEddy ? 3 : 2);
const { Debuggee } = require('./_client');

const BUSY = '(() => { let sum = 0; for (let i = 0; i < 20_000; i++) sum += i; return `${sum}`.replace(/9+/, "-"); })()';

finish(async () => {
  const debuggee = new Debuggee(['--inspect=0', '-e', 'setInterval(() => {}, 1000)']);
  const clients = await Promise.all([debuggee.connect(), debuggee.connect()]);
  const evaluate = (client, expression) => client.send('Runtime.evaluate', { expression, throwOnSideEffect: true });

  const values = await Promise.all(Array.from({ length: 400 }, async (_, i) => (await evaluate(clients[i % 2], BUSY)).result.value));
  assert.deepStrictEqual([...new Set(values)], ['1-0000']);
  const refused = await evaluate(clients[0], 'globalThis.made = 1');
  assert.match(refused.exceptionDetails.exception.description, /^EvalError: Possible side-effect/);

  if (isEddy) await endless(...clients, evaluate);
  for (const client of clients) client.close();
  debuggee.process.kill('SIGKILL');
});

async function endless(first, second, evaluate) {
  const ended = evaluate(first, 'for (;;);').then(() => 'fulfilled', (error) => error.message);
  const other = evaluate(second, '6 * 7');
  await second.send('Runtime.terminateExecution');
  assert.deepStrictEqual([await ended, (await other).result.value], ['Execution was terminated', 42]);
}
