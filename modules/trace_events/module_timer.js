'use strict';
// node.module_timer: how long each require() takes. NODE_DEBUG=module_timer prints the same.
const { add } = require('trace_events/event');
const { formatDuration } = require('console/duration');
const { openTracingChannels } = require('module/state');
const { subscribe, unsubscribe } = require('diagnostics_channel');

const GROUP = 'node,node.module_timer';
const START = 'tracing:module.require:start';
const END = 'tracing:module.require:end';
const MAIN_PARENT = '<eval>';

function onStart({ id }) {
  add('b', GROUP, `require('${id}')`, 0);
}

function onEnd({ id }) {
  add('e', GROUP, `require('${id}')`, 0);
}

function start() {
  openTracingChannels();
  subscribe(START, onStart);
  subscribe(END, onEnd);
}

function stop() {
  unsubscribe(START, onStart);
  unsubscribe(END, onEnd);
}

/** Prints how long each require() takes, from now on. @param {(format: string, ...args: any[]) => void} log */
function print(log) {
  openTracingChannels();
  const process = require('process_object');
  const begun = []; // of those that are under way, outermost first
  subscribe(START, () => { begun.push(process.hrtime.bigint()); });
  subscribe(END, ({ parentFilename, id }) => {
    const ms = Number(process.hrtime.bigint() - begun.pop()) / 1e6;
    log('[%s] [%s]: %s', parentFilename ?? MAIN_PARENT, id, formatDuration(ms));
  });
}

module.exports = { start, stop, print };
