'use strict';
const { bareObject } = require('intrinsics');

// What the console and the processing of rejections tell trace events (modules/trace_events), which put functions here while
// their categories are recorded. Not recording costs one check.
const tracing = bareObject({
  /** (phase: string, name: string, value?: number) console.time() or console.count() was called; null: nobody wants to know. */
  console: null,
  /** (unhandled: number, handledAfter: number) so many more promises were rejected, or handled late. */
  rejections: null,
});

module.exports = { tracing };
