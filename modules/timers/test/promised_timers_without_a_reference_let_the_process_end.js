'use strict';
// What is left soon is not referenced, from the first moment on: nothing of it comes, and the process ends.
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { setTimeout: sleep, setInterval: every, scheduler } = require('node:timers/promises');

const options = { ref: false };
const ran = [];
sleep(1, 'x', { ref: true }).then(() => ran.push('one with a reference'));
sleep(600_000, 'x', options).then(() => ran.push('setTimeout'));
scheduler.wait(600_000, options).then(() => ran.push('wait'));
(async () => {
  for await (const _ of every(600_000, 'x', options)) ran.push('setInterval');
})();
finish.atExit(() => {
  assert.deepStrictEqual(ran, ['one with a reference']);
  assert.ok(process.uptime() < 300, 'it waited');
});
