'use strict';
// The native halves of this thread's workers that have not ended; a report has a part for each.

const { OwnSet } = require('intrinsics');

const LONGEST_WAIT_MS = 10_000;

const running = new OwnSet();

/** Their parts of a diagnostic report. Waits for them; a worker that is blocked natively, and so does not answer, is left out. */
function reports(settings) {
  const texts = [...running].map((handle) => handle.askAndWait([0, 'report', settings], LONGEST_WAIT_MS));
  return texts.filter((text) => text !== undefined).map((text) => JSON.parse(text));
}

module.exports = { running, reports };
