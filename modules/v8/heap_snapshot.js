// Snapshots of the heap, for Chrome's DevTools.
'use strict';
const native = binding('profiles');
const { Readable } = require('stream');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { hasNullByte, validateBoolean, validateObject, validateUint32 } = require('validators');

/** [exposeInternals, exposeNumericValues] of the options, both false by default. Throws ERR_INVALID_ARG_TYPE. */
function readOptions(options = { __proto__: null }) {
  validateObject(options, 'options');
  const { exposeInternals = false, exposeNumericValues = false } = options;
  validateBoolean(exposeInternals, 'options.exposeInternals');
  validateBoolean(exposeNumericValues, 'options.exposeNumericValues');
  return [exposeInternals, exposeNumericValues];
}

class HeapSnapshotStream extends Readable {
  #reader;

  constructor(reader) {
    super({ autoDestroy: true });
    this.#reader = reader;
  }

  _read() {
    this.push(this.#reader.next() ?? null);
  }

  _destroy(error, callback) {
    this.#reader = null;
    callback(error);
  }
}

let written = 0;

// Heap.20260131.235959.PID.THREAD.001.heapsnapshot
function defaultName() {
  const { pid } = require('process_object');
  const threadId = binding('worker').threadId();
  const now = new Date();
  const digits = (number, count = 2) => String(number).padStart(count, '0');
  const date = `${now.getFullYear()}${digits(now.getMonth() + 1)}${digits(now.getDate())}`;
  const time = `${digits(now.getHours())}${digits(now.getMinutes())}${digits(now.getSeconds())}`;
  return `Heap.${date}.${time}.${pid}.${threadId}.${digits(++written, 3)}.heapsnapshot`;
}

/**
 * Writes a snapshot to a file.
 * @param {string|Buffer|URL} [filename] default: Heap.DATE.TIME.PID.THREAD.NUMBER.heapsnapshot in --diagnostic-dir
 * @param {{exposeInternals?: boolean, exposeNumericValues?: boolean}} [options]
 * @returns {string} the file's name
 */
function writeHeapSnapshot(filename, options) {
  if (filename !== undefined) filename = pathOf(filename);
  const flags = readOptions(options);
  if (filename === undefined) {
    const directory = require('options').getOption('--diagnostic-dir');
    filename = directory ? require('path').resolve(directory, defaultName()) : defaultName();
  }
  native.writeHeapSnapshot(filename, ...flags);
  return filename;
}

function pathOf(filename) {
  if (filename instanceof URL) filename = require('url').fileURLToPath(filename);
  else if (filename instanceof Uint8Array) filename = require('buffer').Buffer.from(filename).toString();
  else if (typeof filename !== 'string') throw new ERR_INVALID_ARG_TYPE('path', ['string', 'Buffer', 'URL'], filename);
  if (!hasNullByte(filename)) return filename;
  throw new ERR_INVALID_ARG_VALUE('path', filename, 'must be a string, Uint8Array, or URL without null bytes');
}

/** @param {{exposeInternals?: boolean, exposeNumericValues?: boolean}} [options] @returns {Readable} of JSON */
function getHeapSnapshot(options) {
  return new HeapSnapshotStream(new native.SnapshotReader(...readOptions(options)));
}

/** Writes up to `limit` snapshots when the heap is about to reach its limit. Only the first call counts. */
function setHeapSnapshotNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
  native.writeSnapshotsNearLimit(limit, require('options').getOption('--diagnostic-dir') ?? '');
}

module.exports = { HeapSnapshotStream, checkOptions: readOptions, writeHeapSnapshot, getHeapSnapshot, setHeapSnapshotNearHeapLimit };
