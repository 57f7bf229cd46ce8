'use strict';
// The functions that the paused program is in.

const { inspect } = require('util');
const { displayName } = require('debugger/scripts');

/** The frames of a pause, the innermost first; shown one to a line. */
class Backtrace extends Array {
  [inspect.custom]() {
    return this.map(({ functionName, name, lineNumber, columnNumber }, index) =>
      `#${index} ${functionName || '(anonymous)'} ${name}:${lineNumber + 1}:${columnNumber}`).join('\n');
  }
}

/** @param {object[]} callFrames of Debugger.paused */
function backtraceOf(callFrames, scripts) {
  return Backtrace.from(callFrames, ({ functionName, location }) => ({
    functionName,
    name: displayName(scripts.url(location.scriptId)),
    lineNumber: location.lineNumber,
    columnNumber: location.columnNumber,
  }));
}

/** The names in a frame's scopes, without the global one: an array for each. */
async function scopesOf(client, { scopeChain }) {
  const scopes = scopeChain.filter(({ type }) => type !== 'global');
  return Promise.all(scopes.map(async ({ object: { objectId } }) => {
    const { result } = await client.request('Runtime.getProperties', { objectId, ownProperties: true });
    return result.map(({ name }) => name);
  }));
}

module.exports = { backtraceOf, scopesOf };
