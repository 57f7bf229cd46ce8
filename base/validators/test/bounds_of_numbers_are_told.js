'use strict';
const assert = require('node:assert');
const { EventEmitter } = require('node:events');

const emitter = new EventEmitter();
assert.throws(() => emitter.setMaxListeners(-1), {
  code: 'ERR_OUT_OF_RANGE',
  name: 'RangeError',
  message: 'The value of "setMaxListeners" is out of range. It must be >= 0. Received -1',
});
assert.throws(() => emitter.setMaxListeners(NaN), { code: 'ERR_OUT_OF_RANGE', message: /must be >= 0. Received NaN$/ });
assert.throws(() => emitter.setMaxListeners('1'), {
  code: 'ERR_INVALID_ARG_TYPE',
  name: 'TypeError',
  message: 'The "setMaxListeners" argument must be of type number. Received type string (\'1\')',
});
emitter.setMaxListeners(0.5);
emitter.setMaxListeners(Infinity);
