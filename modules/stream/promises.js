'use strict';
// stream/promises
module.exports = {
  /** A promise of the end of a stream; `options`: as finished()'s, and cleanup: take the listeners away afterwards. */
  finished(stream, options) {
    return require('stream/finished').finishedPromise(stream, options);
  },

  /** Connects the arguments; the last may be { signal, end }. A promise of the last function's value. */
  pipeline(...streams) {
    return require('stream/pipeline').pipelinePromise(...streams);
  },
};
