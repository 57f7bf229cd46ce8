'use strict';
// node.console: console.time() and console.count().
const { add } = require('trace_events/event');
const { tracing } = require('tracing');

const GROUP = 'node,node.console';

function start() {
  tracing.console = (phase, name, value) => add(phase, GROUP, name, 0, value === undefined ? undefined : { data: value });
}

function stop() {
  tracing.console = null;
}

module.exports = { start, stop };
