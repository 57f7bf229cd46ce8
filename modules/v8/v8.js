// node:v8.
// Also shown: startup_snapshot, coverage, heap_snapshot, profile_options, inspector_session, profiling, serialize.
'use strict';
const native = binding('v8');
const { validateFunction, validateObject, validateOneOf, validateString } = require('validators');
const serialize = require('v8/serialize');
const { writeHeapSnapshot, getHeapSnapshot, setHeapSnapshotNearHeapLimit } = require('v8/heap_snapshot');
const { GCProfiler, startCpuProfile } = require('v8/profiling');
const promiseHooks = require('v8/promise_hooks');

/** A number that changes with V8's version and flags, and the processor: cached code fits where it is the same. */
function cachedDataVersionTag() {
  return native.cachedDataVersionTag();
}

/** Bytes, mostly. */
function getHeapStatistics() {
  return native.heapStatistics();
}

/**
 * @returns {{space_name: string, space_size: number, space_used_size: number, space_available_size: number,
 *   physical_space_size: number}[]} bytes
 */
function getHeapSpaceStatistics() {
  return native.heapSpaceStatistics();
}

/**
 * @returns {{code_and_metadata_size: number, bytecode_and_metadata_size: number, external_script_source_size: number,
 *   cpu_profiler_metadata_size: number}} bytes
 */
function getHeapCodeStatistics() {
  return native.heapCodeStatistics();
}

/** @param {'brief'|'detailed'} [type] */
function getCppHeapStatistics(type = 'detailed') {
  validateOneOf(type, 'type', ['brief', 'detailed']);
  const [committed, resident, used] = native.cppHeapStatistics();
  return {
    __proto__: null,
    committed_size_bytes: committed,
    resident_size_bytes: resident,
    used_size_bytes: used,
    space_statistics: [],
    type_names: [],
    detail_level: type,
  };
}

/** @param {string} flags as on the command line: '--trace-gc' */
function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  native.setFlags(flags);
}

/** With NODE_V8_COVERAGE: writes what was counted since the last time. Otherwise does nothing. */
function takeCoverage() {
  if (isCounting()) require('v8/coverage').take();
}

/** Counts no more: neither takeCoverage() nor the end of the process writes anything then. */
function stopCoverage() {
  if (isCounting()) require('v8/coverage').stop();
}

function isCounting() {
  return Boolean(require('process_object').env.NODE_V8_COVERAGE);
}

/**
 * How many objects have `ctor.prototype` in their prototype chain.
 * @param {function} ctor
 * @param {{format?: 'count'|'summary'}} [options] 'summary': the objects, inspected, in place of their number
 */
function queryObjects(ctor, options = { __proto__: null }) {
  validateFunction(ctor, 'constructor');
  if (options !== undefined) validateObject(options, 'options');
  const format = options.format || 'count';
  validateOneOf(format, 'options.format', ['count', 'summary']);
  warnOfExperiment();
  const { prototype } = ctor; // arrow functions have none
  const objects = Object(prototype) === prototype ? native.queryObjects(prototype) : [];
  if (format === 'count') return objects.length;
  const { inspect } = require('inspect');
  return objects.map((object) => inspect(object, { depth: 0 }));
}

let warned = false;
function warnOfExperiment() {
  if (warned) return;
  warned = true;
  require('process_object').emitWarning(
    'v8.queryObjects() is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/** Whether V8 keeps the characters of `content` in a byte each. */
function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  return native.isOneByte(content);
}

module.exports = {
  cachedDataVersionTag,
  getHeapSnapshot,
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics,
  getCppHeapStatistics,
  setFlagsFromString,
  Serializer: serialize.Serializer,
  Deserializer: serialize.Deserializer,
  DefaultSerializer: serialize.DefaultSerializer,
  DefaultDeserializer: serialize.DefaultDeserializer,
  deserialize: serialize.deserialize,
  takeCoverage,
  stopCoverage,
  serialize: serialize.serialize,
  writeHeapSnapshot,
  promiseHooks,
  queryObjects,
  startupSnapshot: require('v8/startup_snapshot').startupSnapshot,
  setHeapSnapshotNearHeapLimit,
  GCProfiler,
  isStringOneByteRepresentation,
  startCpuProfile,
};
