'use strict';
// The events of a test run, in one ordered stream. Each is also emitted under its own name, at once.

const { Readable } = require('stream');

class TestsStream extends Readable {
  constructor() {
    super({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }

  _read() {}

  /** One event: emitted, and given to whoever reads the stream. */
  send(type, data) {
    this.emit(type, data);
    if (!this.readableEnded && !this.destroyed) this.push({ type, data });
  }

  end() {
    this.push(null);
  }
}

module.exports = { TestsStream };
