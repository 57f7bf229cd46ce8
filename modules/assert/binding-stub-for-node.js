'use strict';
// For testing these modules on Node.js.
const { getErrorSourcePositions } = require('internal/test/binding').internalBinding('errors');
module.exports = {
  callPosition(error) {
    const { sourceLine, startColumn } = getErrorSourcePositions(error);
    return sourceLine === undefined ? undefined : { line: sourceLine, column: startColumn };
  },
};
