'use strict';
// v8.startupSnapshot: what a program that is run by --build-snapshot leaves for those that start from its heap.
// program/main/snapshot.js calls it.

const { getOption } = require('options');
const {
  ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION, ERR_NOT_BUILDING_SNAPSHOT, ERR_NOT_SUPPORTED_IN_SNAPSHOT,
} = require('errors');
const { validateFunction } = require('validators');

const onSerialize = []; // [callback, data] each
const onDeserialize = [];
let main; // [callback, data]

function isBuildingSnapshot() {
  return getOption('--build-snapshot') === true;
}

/** @throws ERR_NOT_SUPPORTED_IN_SNAPSHOT `what`, a noun, while a snapshot is built */
function refuseInSnapshot(what) {
  if (!isBuildingSnapshot()) return;
  const error = new ERR_NOT_SUPPORTED_IN_SNAPSHOT(what);
  error.stack = error.stack.replace(' [ERR_NOT_SUPPORTED_IN_SNAPSHOT]', ''); // as Node prints it there
  throw error;
}

function requireBuilding() {
  if (!isBuildingSnapshot()) throw new ERR_NOT_BUILDING_SNAPSHOT();
}

/**
 * `callback(data)` is called before the heap is written, once nothing else is left to do; it may begin new work.
 * @throws ERR_NOT_BUILDING_SNAPSHOT, ERR_INVALID_ARG_TYPE
 */
function addSerializeCallback(callback, data) {
  requireBuilding();
  validateFunction(callback, 'callback');
  onSerialize.push([callback, data]);
}

/**
 * `callback(data)` is called in the program that starts from the snapshot, before anything else of it.
 * @throws ERR_NOT_BUILDING_SNAPSHOT, ERR_INVALID_ARG_TYPE
 */
function addDeserializeCallback(callback, data) {
  requireBuilding();
  validateFunction(callback, 'callback');
  onDeserialize.push([callback, data]);
}

/**
 * `callback(data)` is that program: it needs no file, and process.argv has none.
 * @throws ERR_NOT_BUILDING_SNAPSHOT, ERR_INVALID_ARG_TYPE, ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION
 */
function setDeserializeMainFunction(callback, data) {
  requireBuilding();
  validateFunction(callback, 'callback');
  if (main !== undefined) throw new ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION();
  main = [callback, data];
}

// A callback may add others, which come behind it.
function runAll(list) {
  while (list.length > 0) {
    const [callback, data] = list.shift();
    callback(data);
  }
}

/** The main function as one that takes nothing, or undefined. */
function mainFunction() {
  if (main === undefined) return undefined;
  const [callback, data] = main;
  return () => { callback(data); };
}

module.exports = {
  startupSnapshot: { addDeserializeCallback, addSerializeCallback, setDeserializeMainFunction, isBuildingSnapshot },
  isBuildingSnapshot,
  refuseInSnapshot,
  hasSerializeCallbacks: () => onSerialize.length > 0,
  runSerializeCallbacks: () => runAll(onSerialize),
  runDeserializeCallbacks: () => runAll(onDeserialize),
  mainFunction,
};
