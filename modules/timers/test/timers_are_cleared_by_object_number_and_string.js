'use strict';
const assert = require('node:assert');

for (const key of [(t) => t, (t) => +t, (t) => `${t}`]) {
  clearTimeout(key(setTimeout(() => assert.fail('cleared'), 1)));
  clearInterval(key(setInterval(() => assert.fail('cleared'), 1)));
  clearInterval(key(setTimeout(() => assert.fail('cleared'), 1)));
}
for (const nothing of [undefined, null, {}, [], 0, -1, NaN, '', 'x', Symbol(), () => {}]) {
  clearTimeout(nothing);
  clearInterval(nothing);
  clearImmediate(nothing);
}
