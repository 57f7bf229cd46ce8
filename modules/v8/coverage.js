'use strict';
// NODE_V8_COVERAGE: which functions and blocks of a program ran how often, written as V8 counts them into a directory, for
// each thread a file. c8 and the like read them.

const path = require('path');
const process = require('process_object');
const { addEndWork } = require('exit_work');
const { PrivateSession } = require('v8/inspector_session');

let session; // while coverage is collected
let isWritten = false;
let directory;

/** Begins to count; the counts are written to `into` when the thread ends, and whenever take() is called. */
function start(into) {
  directory = path.resolve(into);
  process.env.NODE_V8_COVERAGE = directory; // children may have another working directory
  isWritten = false;
  session = new PrivateSession();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  require('module/source_map_support').collectForCoverage();
  addEndWork(writeOnce);
}

function writeOnce() {
  if (isWritten) return;
  isWritten = true;
  take();
  if (require('v8/startup_snapshot').isBuildingSnapshot()) stop(); // what V8 counts with cannot be in a snapshot
  session = undefined;
}

/** Writes what was counted since the last time; nothing when nothing is counted. */
function take() {
  if (session === undefined) return;
  const coverage = session.post('Profiler.takePreciseCoverage');
  coverage.result = coverage.result.filter(({ url }) => isOfProgram(url));
  const sourceMaps = require('module/source_map_support').cacheForCoverage(coverage.result);
  if (sourceMaps !== undefined) coverage['source-map-cache'] = sourceMaps;
  write(coverage);
}

function isOfProgram(url) {
  return url !== '' && !url.startsWith('node:') && !url.startsWith('evalmachine');
}

function write(coverage) {
  const fs = require('fs');
  const file = `coverage-${process.pid}-${Date.now()}-${binding('worker').threadId()}.json`;
  try {
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(directory, file), JSON.stringify(coverage));
  } catch (error) {
    process._rawDebug(`${process.argv0}: Failed to write coverage to ${directory}: ${error.message}`);
  }
}

/** Counts no more, and writes nothing more. */
function stop() {
  if (session === undefined) return;
  session.post('Profiler.stopPreciseCoverage');
  session.post('Profiler.disable');
  session.end();
  session = undefined;
}

module.exports = { start, take, stop };
