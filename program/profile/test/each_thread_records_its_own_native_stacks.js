// eddy only: the domain NativeStacks
'use strict';
// Workers that are profiled at the same time each get the stacks of their own thread; without a profile there are none.
const assert = require('node:assert');
const { Session } = require('node:inspector/promises');
const { Worker, isMainThread, parentPort, threadId } = require('node:worker_threads');
const finish = require('../../../test/_finish');

async function stacksOf(work) {
  const session = new Session();
  session.connect();
  await assert.rejects(session.post('NativeStacks.stop'), { message: /No native stacks are being recorded/ });
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  await session.post('NativeStacks.start');
  await assert.rejects(session.post('NativeStacks.start'), { message: /are already/ });
  work();
  const { profile } = await session.post('Profiler.stop');
  const native = await session.post('NativeStacks.stop');
  session.disconnect();
  return { profile, native };
}

// Numbers that belong to each other, and times that are the profile's.
function check({ profile: { startTime, endTime }, native: { libraries, functions, nodes, samples } }) {
  assert.ok(samples.length > 3 * 20, String(samples.length));
  for (let i = 2; i < nodes.length; i += 2) {
    assert.ok(nodes[i] * 2 < i);
    assert.ok(nodes[i + 1] * 2 < functions.length);
  }
  for (let i = 0; i < functions.length; i += 2) assert.ok(functions[i] >= -1 && functions[i] < libraries.length);
  assert.ok(libraries.includes(''));
  let time = 0;
  for (let i = 0; i < samples.length; i += 3) {
    time += samples[i];
    assert.ok(time >= startTime && time + samples[i + 1] <= endTime);
    assert.ok(samples[i + 2] > 0 && samples[i + 2] * 2 < nodes.length);
  }
}

async function main() {
  const work = () => {
    const text = JSON.stringify(Array.from({ length: 1e5 }, (_, i) => ({ i })));
    for (let i = 0; i < 8; i++) JSON.parse(text);
  };
  if (isMainThread) {
    const session = new Session();
    session.connect();
    await assert.rejects(session.post('NativeStacks.start'), { message: /No profile is being recorded/ });
    const workers = [1, 2, 3].map(() => new Worker(__filename));
    const ends = workers.map((worker) => new Promise((resolve) => {
      worker.once('message', (id) => resolve(worker.terminate().then(() => id)));
      worker.once('error', (error) => { throw error; });
    }));
    check(await stacksOf(work));
    assert.deepStrictEqual((await Promise.all(ends)).length, 3);
  } else {
    check(await stacksOf(work));
    parentPort.postMessage(threadId);
  }
}

finish(main);
