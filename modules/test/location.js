'use strict';
// Where in a user's program a test was declared.

const { getCallSites } = require('util/call_sites');

const FRAMES = 12;

/** @returns {{line: number, column: number, file: string}|undefined} the nearest caller that is not ours */
function callerLocation() {
  for (const site of getCallSites(FRAMES)) {
    const file = site.scriptName;
    if (file === '' || file.startsWith('node:')) continue;
    return { line: site.lineNumber, column: site.columnNumber, file: toPath(file) };
  }
  return undefined;
}

function toPath(file) {
  return file.startsWith('file:') ? require('url').fileURLToPath(file) : file;
}

module.exports = { callerLocation };
