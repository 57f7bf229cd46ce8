'use strict';
// For bad_addons_end_as_on_node: ends in the way that its second argument names, with what an addon leaves behind.
const [,, library, ending] = process.argv;
const { Worker } = require('node:worker_threads');

const leave = `const addon = require(${JSON.stringify(library)});
  globalThis.kept = {};
  addon.throwWhenCollected(kept);
  if (addon.leak().join() !== '0,0,15') throw new Error('wrong statuses');
  addon.blockAtEnd();`;
const rests = { end: '', exit: 'process.exit(5);', terminated: 'require("node:worker_threads").parentPort.postMessage(0); for (;;);' };
if (ending === 'collected') {
  const addon = require(library);
  process.on('uncaughtException', (error) => {
    clearInterval(collecting);
    console.log(error.code, error.message);
  });
  (function() { addon.throwWhenCollected({}); })();
  const collecting = setInterval(gc, 1);
} else if (ending.startsWith('worker ')) {
  const worker = new Worker(leave + rests[ending.slice(7)], { eval: true });
  worker.on('message', () => worker.terminate());
  worker.on('exit', (code) => console.log('exit', code));
} else {
  eval(leave + rests[ending]);
}
