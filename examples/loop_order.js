'use strict';
// In which order callbacks run, and why. Every line of the output is fixed by the rules beside it.
const fs = require('node:fs');

console.log('1   the script itself runs first, to its end');

setImmediate(() => {
  console.log('6   immediates run in the check phase of the loop');
  process.nextTick(() => console.log('7   a tick runs before the next immediate'));
});
setImmediate(() => {
  console.log('8   the next immediate');
  fs.stat(__filename, () => {
    console.log('9   a file operation is done: we are in the poll phase');
    setTimeout(() => console.log('13  a timer waits for the next turn of the loop'), 0);
    setImmediate(() => console.log('12  an immediate does not: check comes right after poll'));
    Promise.resolve().then(() => console.log('11  then promise jobs'));
    process.nextTick(() => console.log('10  ticks first'));
  });
});

Promise.resolve().then(() => {
  console.log('4   promise jobs run when the queue of ticks is empty');
  process.nextTick(() => console.log('5   a tick that a job started waits until the jobs are done'));
});
process.nextTick(() => console.log('2   ticks run when the script is done'));
process.nextTick(() => console.log('3   all of them'));
