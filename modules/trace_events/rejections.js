'use strict';
// node.promises.rejections: how many promises were rejected unhandled, and how many handled afterwards.
const { add } = require('trace_events/event');
const { tracing } = require('tracing');

const GROUP = 'node,node.promises,node.promises.rejections';
const counts = { unhandled: 0, handledAfter: 0 };

function start() {
  tracing.rejections = (unhandled, handledAfter) => {
    counts.unhandled += unhandled;
    counts.handledAfter += handledAfter;
    add('C', GROUP, 'rejections', undefined, counts);
  };
}

function stop() {
  tracing.rejections = null;
}

module.exports = { start, stop };
