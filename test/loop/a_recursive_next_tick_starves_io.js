'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const finish = require('../_finish');

let ticks = 0;
let ticksAtIo;
fs.stat(__filename, () => { ticksAtIo = ticks; });
setTimeout(finish.once(() => assert.strictEqual(ticks, 100000)), 0);
setImmediate(finish.once(() => assert.strictEqual(ticks, 100000)));
(function again() {
  if (ticks++ < 99999) process.nextTick(again);
})();
finish.atExit(() => assert.strictEqual(ticksAtIo, 100000));
