'use strict';
// The current async context frame: what AsyncLocalStorage holds for the running callback. V8 keeps it (its
// continuation-preserved embedder data), so promise jobs get back the frame of where they were made by themselves.
// Whatever else stores a callback stores current() beside it and runs the callback between two swaps.
//
// A frame never changes, but that a key is forgotten in it. It is a flat array [key, value, key, value, ...]: programs have
// a handful of stores, and a walk over a few words is faster than a hash map, and so is a copy. No frame at all is undefined.

const { apply, arrayConcat, arraySlice } = require('intrinsics');
const { get, set } = binding('async_context');

/** @returns {any[]|undefined} the current frame; undefined as long as AsyncLocalStorage is not used */
const current = get;

/** Makes `frame` the current one. @returns {any[]|undefined} the one before */
function swap(frame) {
  const before = get();
  if (before !== frame) set(frame);
  return before;
}

/** @returns {number} where the value of `key` stands in `frame`; -1: nowhere */
function indexOf(frame, key) {
  if (frame === undefined) return -1;
  for (let i = 0; i < frame.length; i += 2) {
    if (frame[i] === key) return i + 1;
  }
  return -1;
}

/** @returns {any[]} a frame like `frame` in which `key` has `value` */
function withValue(frame, key, value) {
  if (frame === undefined) return [key, value];
  const index = indexOf(frame, key);
  if (index < 0) return arrayConcat(frame, [key, value]);
  const copy = arraySlice(frame);
  copy[index] = value;
  return copy;
}

/** @returns {any[]|undefined} a frame like `frame` without `key` */
function without(frame, key) {
  const index = indexOf(frame, key);
  if (index < 0) return frame;
  if (frame.length === 2) return undefined;
  const last = frame.length - 2;
  const copy = arraySlice(frame, 0, last);
  if (index - 1 !== last) { // the last takes its place: order says nothing
    copy[index - 1] = frame[last];
    copy[index] = frame[last + 1];
  }
  return copy;
}

/** Takes `key` out of the current frame itself: all that was started under it sees the key no more. */
function forget(key) {
  const frame = get();
  const index = indexOf(frame, key);
  if (index < 0) return;
  const last = frame.length - 2;
  frame[index - 1] = frame[last];
  frame[index] = frame[last + 1];
  frame.length = last;
}

/** Calls fn with `this` and `args` under `frame`. */
function runUnder(frame, fn, self, args) {
  const before = swap(frame);
  try {
    return apply(fn, self, args);
  } finally {
    swap(before);
  }
}

module.exports = { current, swap, indexOf, withValue, without, forget, runUnder };
