'use strict';
// Data that a thread gives to all threads that it starts afterwards.

const environmentData = new Map();

/** Data that every thread started from this one afterwards gets a copy of. @param {any} [value] undefined: no more */
function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return environmentData.get(key);
}

/** In a new thread: its parent's. @param {Map} [data] */
function inherit(data) {
  if (data === undefined) return;
  for (const [key, value] of data) environmentData.set(key, value);
}

module.exports = { environmentData, setEnvironmentData, getEnvironmentData, inherit };
