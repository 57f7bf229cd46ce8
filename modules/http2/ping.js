'use strict';
// A PING that waits for its answer.
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { now } = require('http2/observe');

// Also what async_hooks see of it.
class Http2Ping {
  constructor(callback) {
    this.callback = callback;
    this.start = now();
    this.context = asyncContext.current();
  }
}

/** Calls back: with an error, or (null, milliseconds, payload). */
function answerPing(ping, error, duration, payload) {
  const isTracked = asyncIds.tracking.on;
  if (isTracked) asyncIds.enter(ping);
  const outer = asyncContext.swap(ping.context);
  try {
    if (error) ping.callback(error);
    else ping.callback(null, duration, payload);
  } finally {
    asyncContext.swap(outer);
  }
  if (isTracked) {
    asyncIds.leave(ping);
    asyncIds.destroyResource(ping);
  }
}

module.exports = { Http2Ping, answerPing };
