'use strict';
// A worker thread's own side: how it starts, what it is told and asked by the thread that made it (see worker.js).

const native = binding('worker');
const process = require('process');
const { messaging } = require('messaging');
const { flush } = require('worker_threads/child_stdio');

let control;
let start; // what the parent sent along

/** What C++ calls in place of the main thread's main(). */
function main() {
  process._start(false);
  require('messaging/message_port'); // makes ports out of what arrives
  start = native.startData(messaging);
  control = start.control;
  require('worker_threads/environment_data').inherit(start.environmentData);
  require('worker_threads/process_in_worker').adapt(process);
  if (start.tracksDescriptors) require('worker_threads/descriptors').track();
  require('worker_threads/child_stdio').install(control, start.hasStdin);
  require('uncaught').setReporter(report);
  control.on('message', onControl);
  control.unref();
  openDoor();
  require('main').prepare();
  control.postMessage(['online']);
  run(start.program);
  require('async_ids').endMainScript();
}

// Other threads' messages, see thread_messages.js.
function openDoor() {
  const door = require('messaging/message_port').openDoor(native.threadId());
  door.on('message', (message) => require('worker_threads/thread_messages').receive(message));
  door.unref();
}

function run({ kind, name, source }) {
  if (kind === 'eval') return require('main/eval').evaluate(name, source, false);
  if (kind === 'url') return require('module/esm/loader').runMain(source);
  return require('module').runMain(name);
}

/** An error that nobody caught goes to the parent. */
function report(error) {
  const { describe } = require('worker_threads/error_transfer');
  flush();
  let data;
  try {
    data = describe(error);
  } catch {
    // A proxy, or a getter that throws.
  }
  if (data === undefined) control.postMessage(['unserializable']);
  else control.postMessage(['error', data]);
}

// --- What the parent says. ---

const profiles = new Map();
let lastProfile = 0;

const answers = {
  __proto__: null,
  heapSnapshot(flags) {
    const chunks = [];
    const reader = new (binding('profiles').SnapshotReader)(...flags);
    for (let chunk; (chunk = reader.next()) !== undefined;) chunks.push(chunk);
    return chunks;
  },
  heapStatistics: () => require('v8').getHeapStatistics(),
  cpuUsage: () => process.threadCpuUsage(),
  startCpuProfile: () => keep(require('v8').startCpuProfile()),
  stopCpuProfile: (id) => profiles.get(id).stop(),
  startHeapProfile: () => binding('profiles').startHeapProfile(),
  stopHeapProfile: () => binding('profiles').stopHeapProfile(),
};

function keep(profile) {
  profiles.set(++lastProfile, profile);
  return lastProfile;
}

function onControl([type, ...rest]) {
  if (type === 'question') answer(...rest);
  else require('worker_threads/child_stdio').receive(type, ...rest);
}

function answer(number, what, ...details) {
  try {
    control.postMessage(['answer', number, false, answers[what](...details)]);
  } catch (error) {
    control.postMessage(['answer', number, true, require('worker_threads/error_transfer').describe(error)]);
  }
}

module.exports = {
  main,
  /** @returns {{port: MessagePort, workerData: any, limits: object}} */
  facts: () => start,
};
