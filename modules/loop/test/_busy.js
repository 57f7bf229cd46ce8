// A machine that has no processor to spare.
'use strict';
const { spawn } = require('node:child_process');
const os = require('node:os');
const { once } = require('node:events');

// Whoever has a lower priority than they waits, and the tests that run beside this one do not.
const SPIN = "require('node:os').setPriority(10); console.log('spins'); for (;;);";

/** Calls `work` while two processes for each processor compute. */
async function whileBusy(work) {
  const children = Array.from({ length: 2 * os.availableParallelism() }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: ['ignore', 'pipe', 'inherit'] }));
  try {
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    await work();
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

module.exports = { whileBusy };
