'use strict';
// Environment data: what a thread passes on to every thread that it starts from then on, which pass it on in their turn.

let data = new Map();

/**
 * Sets what new threads get a copy of under `key`, a value of any type.
 * @param {any} [value] one that can be cloned; undefined takes the key away
 */
function setEnvironmentData(key, value) {
  if (value !== undefined) return void data.set(key, value);
  data.delete(key);
}

/** @returns {any} what this thread got or set under `key`; undefined if nothing */
function getEnvironmentData(key) {
  return data.get(key);
}

/** @returns {Map|undefined} what a thread that is made now starts with */
function forNewThread() {
  return data.size === 0 ? undefined : data;
}

/** Starts this thread with what its parent gave. @param {Map} [received] */
function startWith(received) {
  if (received !== undefined) data = received;
}

module.exports = { setEnvironmentData, getEnvironmentData, forNewThread, startWith };
