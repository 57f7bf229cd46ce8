'use strict';
// For thread_safe_functions_end_with_their_environment: ends in the way that its second argument names.
const [,, library, ending] = process.argv;
if (ending === 'end') {
  require(library);
} else {
  const { Worker } = require('node:worker_threads');
  const rests = {
    'worker': '',
    'exit in a worker': 'process.exit();',
    'terminated': 'require("node:worker_threads").parentPort.postMessage(0); for (;;);',
  };
  const worker = new Worker(`require(${JSON.stringify(library)}); ${rests[ending]}`, { eval: true });
  worker.on('message', () => worker.terminate());
}
