'use strict';
const finish = require('../../../test/_finish');

for (const key of [(t) => t, (t) => +t, (t) => `${t}`]) {
  clearTimeout(key(setTimeout(finish.never('a cleared timer'), 1)));
  clearInterval(key(setInterval(finish.never('a cleared timer'), 1)));
  clearInterval(key(setTimeout(finish.never('a cleared timer'), 1)));
}
for (const nothing of [undefined, null, {}, [], 0, -1, NaN, '', 'x', Symbol(), () => {}]) {
  clearTimeout(nothing);
  clearInterval(nothing);
  clearImmediate(nothing);
}
setTimeout(finish.once(() => {}), 2); // behind all of them
