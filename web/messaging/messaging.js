'use strict';
// Values on their way to another thread, or into a copy of themselves: JavaScript's part. Native code (message.cc) does
// the writing and reading, and asks here about objects that are more than their properties. HTML Standard, section 2.7.
// Also shown: broadcast_channel, message_port, moved_port.

const native = binding('messages');
const { cloneStepsOf } = require('cloneable');
const plain = require('messaging/plain');

const { UNCLONEABLE, UNTRANSFERABLE } = native;

/** @returns {DOMException} of the name 'DataCloneError' */
function dataCloneError(message) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, 'DataCloneError');
}

function isSpecial(object) {
  const steps = cloneStepsOf(object);
  return steps !== undefined && steps.is(object);
}

/** @returns {[reader: string, data: any]} what `object` is written as; `reader` is the file that makes it again */
function serialize(object, transferred) {
  const steps = cloneStepsOf(object);
  if (steps.kind === undefined) throw dataCloneError('Cannot clone object of unsupported type.');
  if (steps.transferOnly && !transferred) {
    throw dataCloneError('Object that needs transfer was found in message but not listed in transferList');
  }
  return [steps.reader, steps.serialize(object, transferred)];
}

/** The object that serialize() gave this of. @param {object} [global] of the context of vm's that it arrives in */
function deserialize(reader, data, global) {
  if (global !== undefined && reader !== 'messaging/message_port') {
    const { ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE } = require('errors');
    throw new ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE('A message object could not be deserialized successfully in the target vm.Context');
  }
  return require(reader).deserialize(data, global);
}

let deliver, fail, tellClosed;

/** Message ports tell here, once, what is done with messages that came. */
function setReceivers(receivers) {
  ({ deliver, fail, tellClosed } = receivers);
}

// The order stands again in message.h.
const hooks = [
  isSpecial, serialize, deserialize, dataCloneError,
  (owner, data, objects) => deliver(owner, data, objects),
  (owner, error) => fail(owner, error),
  (owner) => tellClosed(owner),
  () => require('dom_exception').unmark(),
  (value) => require('dom_exception').restoreIn(value),
];
const messaging = new native.Messaging(hooks);

// --- Transfer lists. ---

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

// `isRepeated`: whether the list has had it before.
function checkTransferable(value, isRepeated) {
  if (value instanceof ArrayBuffer) {
    if (isRepeated) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
    if (!native.canDetach(value) || native.isMarked(value, UNTRANSFERABLE)) {
      throw dataCloneError('Cannot transfer object of unsupported type.');
    }
    return;
  }
  const steps = cloneStepsOf(value);
  if (steps === undefined || !steps.transferable || !steps.is(value)) {
    throw dataCloneError('Found invalid value in transferList.');
  }
  if (native.isMarked(value, UNTRANSFERABLE)) throw dataCloneError('Cannot transfer object of unsupported type.');
  if (isRepeated) throw dataCloneError(`Transfer list contains duplicate ${steps.kind}`);
  steps.checkTransfer?.(value);
}

/**
 * Checks a list of what moves with a message.
 * @param {Iterable} list
 * @param {string} complaint the message when it is no list
 * @param {string} [primitiveComplaint] ... and when a value in it is no object: by default a DataCloneError
 * @returns {object[]|undefined} undefined when there is nothing to transfer
 * @throws ERR_INVALID_ARG_TYPE, DataCloneError
 */
function transferListOf(list, complaint, primitiveComplaint) {
  if (!isObject(list) || typeof list[Symbol.iterator] !== 'function') throw complaintError(complaint);
  let transfer;
  try {
    transfer = [...list];
  } catch (error) {
    throw error instanceof TypeError ? complaintError(complaint) : error; // no iterator
  }
  const seen = transfer.length > 1 ? new Set() : undefined;
  for (let i = 0; i < transfer.length; i++) {
    const value = transfer[i];
    if (!isObject(value) && primitiveComplaint !== undefined) throw complaintError(primitiveComplaint);
    if (!isObject(value)) throw dataCloneError('Found invalid value in transferList.');
    checkTransferable(value, seen !== undefined && seen.has(value));
    seen?.add(value);
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

/** Gives `messaging` a native half anew: it is gone where the process started from the snapshot of a program. */
function revive() {
  native.revive(messaging, hooks);
}

module.exports = {
  revive, messaging, clone, dataCloneError, transferListOf, setReceivers,
  markAsUntransferable, isMarkedAsUntransferable, markAsUncloneable,
};
