'use strict';
const assert = require('node:assert');
const events = require('node:events');
const finish = require('../../../test/_finish');

const target = new EventTarget();
const a = () => {};
target.addEventListener('x', a);
assert.deepStrictEqual(events.getEventListeners(target, 'x'), [a]);
assert.deepStrictEqual(events.getEventListeners(target, 'y'), []);
assert.strictEqual(events.getMaxListeners(target), 10);
assert.strictEqual(events.getMaxListeners(new AbortController().signal), 0);
events.setMaxListeners(1, target);

const warnings = [];
process.on('warning', (warning) => {
  if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning);
});
target.addEventListener('x', () => {});
target.addEventListener('x', () => {});

async function main() {
  const event = new Event('once');
  setImmediate(() => target.dispatchEvent(event));
  assert.deepStrictEqual(await events.once(target, 'once'), [event]);
  assert.deepStrictEqual(events.getEventListeners(target, 'once'), []);

  const controller = new AbortController();
  setImmediate(() => controller.abort('why'));
  await assert.rejects(events.once(target, 'never', { signal: controller.signal }), { name: 'AbortError', code: 'ABORT_ERR', cause: 'why' });
  assert.deepStrictEqual(events.getEventListeners(target, 'never'), []);

  let count = 0;
  const timer = setInterval(() => target.dispatchEvent(new Event('tick')), 1);
  for await (const [{ type }] of events.on(target, 'tick')) {
    assert.strictEqual(type, 'tick');
    if (++count === 3) break;
  }
  clearInterval(timer);
  assert.deepStrictEqual(events.getEventListeners(target, 'tick'), []);

  const stopper = new AbortController();
  setImmediate(() => stopper.abort());
  await assert.rejects((async () => {
    for await (const _ of events.on(target, 'nothing', { signal: stopper.signal })) assert.fail();
  })(), { name: 'AbortError' });

  // addAbortListener hears of an abort even if another listener stops the event, until it is disposed of.
  const heard = [];
  const loud = new AbortController();
  loud.signal.addEventListener('abort', (e) => e.stopImmediatePropagation());
  events.addAbortListener(loud.signal, () => heard.push('heard'));
  events.addAbortListener(loud.signal, () => heard.push('disposed'))[Symbol.dispose]();
  loud.abort();
  events.addAbortListener(loud.signal, () => heard.push('late'));
  await null;
  assert.deepStrictEqual(heard, ['heard', 'late']);
  assert.strictEqual(warnings.length, 1);
  assert.strictEqual(warnings[0].message, 'Possible EventTarget memory leak detected. 2 x listeners added to EventTarget. ' +
    'MaxListeners is 1. Use events.setMaxListeners() to increase limit');
  assert.strictEqual(warnings[0].target, target);
}

let finished = false;
main().then(() => { finished = true; });
finish.atExit(() => assert.ok(finished));
