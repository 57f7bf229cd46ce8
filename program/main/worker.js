'use strict';
// A worker thread's main(): how it starts, what it receives and is asked by the thread that made it (worker_threads/worker.js).

const native = binding('worker');
const process = require('process_object');
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
  require('worker_threads/start_data').set(start);
  require('worker_threads/environment_data').startWith(start.environmentData);
  require('worker_threads/process_in_worker').adapt(process);
  if (start.tracksDescriptors) require('worker_threads/descriptors').track();
  require('worker_threads/child_stdio').install(control, start.hasStdin);
  require('uncaught').setReporter(report);
  control.on('message', onControl);
  control.unref();
  native.onQuestion(messaging, onQuestion);
  openInbox();
  const { prepare, wantsInspector, announceConfigFile } = require('main');
  if (start.hasOwnOptions && wantsInspector()) require('inspector/start').start();
  announceConfigFile();
  prepare();
  control.postMessage(['online']);
  run(start.program);
  require('async_ids').endMainScript();
}

// Other threads' messages, see thread_messages.js.
function openInbox() {
  const inbox = require('messaging/message_port').openInbox(native.threadId());
  inbox.on('message', (message) => require('worker_threads/thread_messages').receive(message));
  inbox.unref();
}

function run({ kind, name, source }) {
  if (kind === 'eval') require('module/state').loader.pauseOnStart = null; // on Node neither
  if (kind === 'eval') return require('main/eval').evaluate(name, source, false, false);
  if (kind === 'hooks') return require('module/hooks_worker').serve(source);
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

// --- What the parent asks. ---

const profiles = new Map(); // by number: CPU profiles that are being recorded
let lastProfile = 0;

// With as little loaded as can be: the program may be in the middle of loading it.
const answers = {
  __proto__: null,
  heapSnapshot(flags) {
    const chunks = [];
    const reader = new (binding('profiles').SnapshotReader)(...flags);
    for (let chunk; (chunk = reader.next()) !== undefined;) chunks.push(chunk);
    return chunks;
  },
  heapStatistics: () => binding('v8').heapStatistics(),
  cpuUsage: () => process.threadCpuUsage(),
  startCpuProfile: () => keep(require('v8/profiling').startCpuProfile()),
  stopCpuProfile(id) {
    const profile = profiles.get(id);
    profiles.delete(id);
    return profile.stop();
  },
  startHeapProfile: () => binding('profiles').startHeapProfile(),
  stopHeapProfile: () => binding('profiles').stopHeapProfile(),
};

function keep(profile) {
  profiles.set(++lastProfile, profile);
  return lastProfile;
}

function onControl([type, ...rest]) {
  require('worker_threads/child_stdio').receive(type, ...rest);
}

// Called natively, wherever the program is; so nothing is done here that it could be in the middle of.
function onQuestion([number, subject, ...details]) {
  if (subject === 'report') return reportAsJson(...details);
  try {
    reply(['answer', number, false, answers[subject](...details)]);
  } catch (error) {
    reply(['answer', number, true, require('worker_threads/error_transfer').describe(error)]);
  }
  return undefined;
}

function reply(message) {
  require('messaging/message_port').handleOf(control).post(message);
}

/** For the parent's report. */
function reportAsJson(settings) {
  const cause = { event: `Worker thread subreport [${native.threadName()}]`, trigger: 'GetReport', filename: null };
  return JSON.stringify(require('report/sections').compose({ ...cause, error: {} }, settings));
}

module.exports = { main };
