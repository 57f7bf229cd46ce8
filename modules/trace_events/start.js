'use strict';
// Turns the sources of events in JavaScript on and off, each with its category. The runtime calls update() before a thread's
// program where events are recorded; trace_events and the inspector do when the categories change.
const native = binding('trace_events');

/** Sources: files with `group`, start() and stop(). */
const sources = {
  __proto__: null,
  'node,node.async_hooks': 'trace_events/async_hooks',
  'node,node.console': 'trace_events/console',
  'node,node.dns,node.dns.native': 'trace_events/dns',
  'node,node.fs,node.fs.async': 'trace_events/fs',
  'node,node.fs,node.fs.sync': 'trace_events/fs',
  'node,node.fs_dir,node.fs_dir.async': 'trace_events/fs_dir',
  'node,node.fs_dir,node.fs_dir.sync': 'trace_events/fs_dir',
  'node,node.http': 'trace_events/http',
  'node,node.module_timer': 'trace_events/module_timer',
  'node,node.net,node.net.native': 'trace_events/net',
  'node,node.promises,node.promises.rejections': 'trace_events/rejections',
};

const running = new Set(); // groups

/** Follows the categories that are recorded now. */
function update() {
  describeProcess();
  for (const group of Object.keys(sources)) {
    const on = native.isOn(group);
    if (on === running.has(group)) continue;
    const source = require(sources[group]);
    if (on) {
      running.add(group);
      source.start(group);
    } else {
      running.delete(group);
      source.stop(group);
    }
  }
}

let isDescribed = false;

/** What viewers show of the process and its threads. */
function describeProcess() {
  if (isDescribed || !native.isRecording()) return;
  isDescribed = true;
  const process = require('process_object');
  const { isMainThread } = binding('process');
  if (!isMainThread()) {
    const { threadId, threadName } = require('worker_threads');
    native.addMetadata('thread_name', JSON.stringify({ name: `[worker ${threadId}] ${threadName}` }));
    return;
  }
  const { versions, arch, platform, release } = process;
  native.addMetadata('process_name', JSON.stringify({ name: process.title }));
  native.addMetadata('version', JSON.stringify({ node: versions.node }));
  native.addMetadata('thread_name', JSON.stringify({ name: 'JavaScriptMainThread' }));
  native.addMetadata('node', JSON.stringify({ process: { versions, arch, platform, release } }));
  native.nameWorkers();
}

/** Before the program: what the command line and NODE_DEBUG ask for. */
function atStart() {
  if (native.isRecording()) update();
  const { debuglog } = require('util/debuglog');
  const log = debuglog('module_timer');
  if (log.enabled) require('trace_events/module_timer').print(log);
}

module.exports = { update, atStart };
