// node:worker_threads, as far as the main thread can tell. Threads themselves are not there yet: starting one, or making
// a channel to one, throws ERR_METHOD_NOT_IMPLEMENTED.
'use strict';
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');

const environmentData = new Map();

/** Data that every thread started afterwards gets a copy of. */
function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return environmentData.get(key);
}

function missing(name) {
  return { [name]: class {
    constructor() {
      throw new ERR_METHOD_NOT_IMPLEMENTED(`new ${name}()`);
    }
  } }[name];
}

function missingFunction(name) {
  return { [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(`${name}()`); } }[name];
}

module.exports = {
  isInternalThread: false,
  isMainThread: true,
  threadId: 0,
  threadName: '',
  parentPort: null,
  workerData: null,
  resourceLimits: {},
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  setEnvironmentData,
  getEnvironmentData,
  Worker: missing('Worker'),
  MessageChannel: missing('MessageChannel'),
  MessagePort: missing('MessagePort'),
  BroadcastChannel: missing('BroadcastChannel'),
  markAsUntransferable: missingFunction('markAsUntransferable'),
  isMarkedAsUntransferable: () => false,
  markAsUncloneable: missingFunction('markAsUncloneable'),
  moveMessagePortToContext: missingFunction('moveMessagePortToContext'),
  receiveMessageOnPort: missingFunction('receiveMessageOnPort'),
  postMessageToThread: missingFunction('postMessageToThread'),
};
