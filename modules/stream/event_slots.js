'use strict';
// The `_events` that streams start with: places for the events that every stream has, so that emit() finds them fast.
const { plainPrototype } = require('define');

/** The `_events` of a Readable. */
function ReadableEvents() {
  this.close = undefined;
  this.error = undefined;
  this.data = undefined;
  this.end = undefined;
  this.readable = undefined;
}

/** The `_events` of a Writable. */
function WritableEvents() {
  this.close = undefined;
  this.error = undefined;
  this.prefinish = undefined;
  this.finish = undefined;
  this.drain = undefined;
}

/** `prefinish`: the listener that there is from the beginning, if any. */
function DuplexEvents(prefinish) {
  this.close = undefined;
  this.error = undefined;
  this.prefinish = prefinish;
  this.finish = undefined;
  this.drain = undefined;
  this.data = undefined;
  this.end = undefined;
  this.readable = undefined;
}

// An event may have any name, also one that Object.prototype has.
for (const Events of [ReadableEvents, WritableEvents, DuplexEvents]) Events.prototype = plainPrototype;

module.exports = { DuplexEvents, ReadableEvents, WritableEvents };
