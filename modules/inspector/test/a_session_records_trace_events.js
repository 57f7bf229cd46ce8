'use strict';
const assert = require('node:assert');
const { Session } = require('node:inspector/promises');
const { Worker, isMainThread } = require('node:worker_threads');
const finish = require('../../../test/_finish');

async function inWorker() {
  const session = new Session();
  session.connect();
  await assert.rejects(session.post('NodeTracing.start', { traceConfig: { includedCategories: ['v8'] } }),
                       { message: /Tracing properties can only be changed through main thread sessions/ });
}

async function main() {
  const session = new Session();
  session.connect();
  const { categories } = await session.post('NodeTracing.getCategories');
  assert.deepStrictEqual(categories.filter((name) => /^(?:node\.console|node\.http|v8)$/.test(name)), ['node.console', 'node.http', 'v8']);

  const log = [];
  session.on('NodeTracing.dataCollected', ({ params }) => log.push(...params.value.filter(({ cat }) => cat !== '__metadata')));
  session.on('NodeTracing.tracingComplete', () => log.push('complete'));
  console.count('before');
  await session.post('NodeTracing.start', { traceConfig: { includedCategories: ['node.console'] } });
  console.count('within');
  await session.post('NodeTracing.stop');
  console.count('behind');
  assert.deepStrictEqual(log.map((event) => event.name ?? event), ['count::within', 'complete']);
  assert.deepStrictEqual([log[0].ph, log[0].cat, log[0].args, log[0].pid], ['C', 'node,node.console', { data: 1 }, process.pid]);
  session.disconnect();

  const worker = new Worker(__filename);
  const { promise, resolve } = Promise.withResolvers();
  worker.once('exit', resolve);
  assert.strictEqual(await promise, 0);
}

finish(isMainThread ? main : inWorker);
