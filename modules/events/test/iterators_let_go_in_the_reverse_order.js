'use strict';
const assert = require('node:assert');
const { EventEmitter, on } = require('node:events');
const finish = require('../../../test/_finish');

const log = [];
const emitter = new EventEmitter();
emitter.on('newListener', (name) => log.push(`+${name}`));
emitter.on('removeListener', (name) => log.push(`-${name}`));

finish(async () => {
  log.length = 0;
  await on(emitter, 'a', { close: ['c', 'd'] }).return();
  assert.deepStrictEqual(log, ['+a', '+error', '+c', '+d', '-d', '-c', '-error', '-a']);
});
