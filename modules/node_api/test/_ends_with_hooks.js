'use strict';
// For cleanup_hooks_run_when_the_environment_ends: ends in the way that its second argument names, with hooks of an addon.
const [,, library, ending] = process.argv;
if (ending === 'worker' || ending === 'terminated') {
  const { Worker } = require('node:worker_threads');
  const rest = ending === 'worker' ? '' : 'require("node:worker_threads").parentPort.postMessage(0); for (;;);';
  const worker = new Worker(`const a = require(${JSON.stringify(library)}); a.onEnd('one\\n'); a.onEnd('two\\n'); ${rest}`, { eval: true });
  worker.on('message', () => worker.terminate());
} else {
  const addon = require(library);
  addon.onEnd('one\n');
  addon.onEnd('two\n');
  if (ending === 'exit') process.exit();
}
