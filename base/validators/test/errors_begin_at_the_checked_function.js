'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const events = require('node:events');

function firstFrame(fn) {
  try {
    fn();
  } catch (error) {
    return error.stack.split('\n').find((line) => line.startsWith('    at '));
  }
  return assert.fail('nothing was thrown');
}

// The shared checks leave no frame of their own.
assert.doesNotMatch(firstFrame(() => require('node:path').join(1)), /validate/);
assert.doesNotMatch(firstFrame(() => process.nextTick(1)), /validate/);
assert.doesNotMatch(firstFrame(() => queueMicrotask(1)), /validate/);
assert.doesNotMatch(firstFrame(() => setTimeout(1)), /validate/);
assert.doesNotMatch(firstFrame(() => new events().setMaxListeners(-1)), /validate/);
