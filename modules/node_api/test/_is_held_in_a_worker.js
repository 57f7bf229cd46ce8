'use strict';
// For addons_come_to_their_end_when_their_worker_is_terminated: a worker is terminated while its addon is held; prints the
// statuses that the addon got.
const { Worker } = require('node:worker_threads');

const [,, library, what] = process.argv;
const addon = require(library);
const rests = {
  work: 'addon.work()',
  call: 'addon.call(() => { for (;;); })',
  later: 'addon.later()',
  beginning: '',
};
if (what === 'beginning') addon.holdBeginnings();
const load = `const addon = require(${JSON.stringify(library)});`;
const worker = new Worker(`${load} ${rests[what]}; for (;;);`, { eval: true });
worker.on('exit', () => console.log(addon.noted().join()));
(function whenHeld() {
  if (!addon.isHeld()) return setTimeout(whenHeld, 1);
  worker.terminate();
  addon.letGoOn();
})();
