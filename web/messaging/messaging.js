'use strict';
// Values on their way to another thread, or into a copy of themselves: JavaScript's part. Native code (message.cc) does
// the writing and reading, and asks here about objects that are more than their properties. HTML Standard, section 2.7.
// Also shown: broadcast_channel, how, message_port, moved_port.

const native = binding('messages');
const { kHow } = require('messaging/how');
const plain = require('messaging/plain');

const { UNCLONEABLE, UNTRANSFERABLE } = native;

/** @returns {DOMException} of the name 'DataCloneError' */
function dataCloneError(message) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, 'DataCloneError');
}

// What `describe` wrote, made into an object again: by kind.
const revivers = {
  __proto__: null,
  AbortSignal: (data) => require('abort_controller/transfer').revive(data),
  Blob: (data) => require('blob').reviveBlob(data),
  BlockList: (data) => require('net/block_list').reviveBlockList(data),
  CryptoKey: (data) => require('crypto/subtle/key').reviveCryptoKey(data),
  FileHandle: (data) => require('fs/file_handle').reviveFileHandle(data),
  Histogram: (data) => require('perf_hooks/histogram').reviveHistogram(data),
  KeyObject: (data) => require('crypto/keys').reviveKey(data),
  X509Certificate: (data) => require('crypto/x509').reviveCertificate(data),
  MessagePort: (handle, global) => require('messaging/message_port').revivePort(handle, global),
  ReadableStream: (port) => require('webstreams/transfer').reviveReadable(port),
  SocketAddress: (data) => require('net/socket_address').reviveSocketAddress(data),
  TransformStream: (ports) => require('webstreams/transfer').reviveTransform(ports),
  WritableStream: (port) => require('webstreams/transfer').reviveWritable(port),
};

function isSpecial(object) {
  const how = object[kHow];
  return how !== undefined && how.is(object);
}

function describe(object, transferred) {
  const how = object[kHow];
  if (how.kind === undefined) throw dataCloneError('Cannot clone object of unsupported type.');
  if (how.transferOnly && !transferred) {
    throw dataCloneError('Object that needs transfer was found in message but not listed in transferList');
  }
  return [how.kind, how.describe(object, transferred)];
}

function revive(kind, data, global) {
  if (global !== undefined && kind !== 'MessagePort') {
    const { ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE } = require('errors');
    throw new ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE('A message object could not be deserialized successfully in the target vm.Context');
  }
  return revivers[kind](data, global);
}

let deliver, fail, tellClosed;

/** Message ports tell here, once, what is done with messages that came. */
function setReceivers(receivers) {
  ({ deliver, fail, tellClosed } = receivers);
}

// The order stands again in message.h.
const messaging = new native.Messaging([
  isSpecial, describe, revive, dataCloneError,
  (owner, data, objects) => deliver(owner, data, objects),
  (owner, error) => fail(owner, error),
  (owner) => tellClosed(owner),
  () => require('dom_exception').unmark(),
  (value) => require('dom_exception').restoreIn(value),
]);

// --- Transfer lists. ---

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function checkTransferable(value, list, index) {
  if (value instanceof ArrayBuffer) {
    if (list.indexOf(value) !== index) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
    if (!native.canDetach(value) || native.isMarked(value, UNTRANSFERABLE)) {
      throw dataCloneError('Cannot transfer object of unsupported type.');
    }
    return;
  }
  const how = value[kHow];
  if (how === undefined || !how.transferable || !how.is(value)) {
    throw dataCloneError('Found invalid value in transferList.');
  }
  if (native.isMarked(value, UNTRANSFERABLE)) throw dataCloneError('Cannot transfer object of unsupported type.');
  if (list.indexOf(value) !== index) throw dataCloneError(`Transfer list contains duplicate ${how.kind}`);
  how.checkTransfer?.(value);
}

/**
 * Checks a list of what moves with a message.
 * @param {Iterable} list
 * @param {string} complaint the message when it is no list
 * @returns {object[]|undefined} undefined when there is nothing to transfer
 * @throws ERR_INVALID_ARG_TYPE, DataCloneError
 */
function transferListOf(list, complaint) {
  if (!isObject(list) || typeof list[Symbol.iterator] !== 'function') throw complaintError(complaint);
  let transfer;
  try {
    transfer = [...list];
  } catch (error) {
    throw error instanceof TypeError ? complaintError(complaint) : error; // no iterator
  }
  for (let i = 0; i < transfer.length; i++) {
    if (!isObject(transfer[i])) throw complaintError('Value is not an object');
    checkTransferable(transfer[i], transfer, i);
  }
  return transfer.length === 0 ? undefined : transfer;
}

function complaintError(message) {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}

/** A deep copy of `value`. @param {object[]} [transfer] checked */
function clone(value, transfer) {
  if (transfer === undefined && typeof value === 'object' && value !== null) {
    const copy = plain.clone(messaging, value);
    if (copy !== undefined) return copy;
  }
  return messaging.clone(value, transfer);
}

// --- Marks. ---

/** Calling postMessage() with `object` in the transfer list throws from now on. No effect on what is no object. */
function markAsUntransferable(object) {
  if (isObject(object)) native.mark(object, UNTRANSFERABLE);
}

function isMarkedAsUntransferable(object) {
  return isObject(object) && native.isMarked(object, UNTRANSFERABLE);
}

/** `object` cannot be part of a message from now on. No effect on what is no object, or has a form of its own. */
function markAsUncloneable(object) {
  if (isObject(object)) native.mark(object, UNCLONEABLE);
}

module.exports = {
  messaging, clone, dataCloneError, transferListOf, setReceivers,
  markAsUntransferable, isMarkedAsUntransferable, markAsUncloneable,
};
