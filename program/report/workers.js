'use strict';
// The native halves of this thread's workers that have not ended; a report has a part for each.

const { OwnSet } = require('intrinsics');

const MOST_WAITED_MS = 10_000;

const running = new OwnSet();

/** What diagnostic reports tell of them. A worker that is blocked natively, and so cannot tell, is left out. */
function reports(settings) {
  const texts = [...running].map((handle) => handle.askAndWait([0, 'report', settings], MOST_WAITED_MS));
  return texts.filter((text) => text !== undefined).map((text) => JSON.parse(text));
}

module.exports = { running, reports };
