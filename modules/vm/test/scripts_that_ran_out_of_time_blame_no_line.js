'use strict';
// The stack of ERR_SCRIPT_EXECUTION_TIMEOUT begins with the error: no line of a script or of ours stands above it, as above what
// a script throws.
const assert = require('node:assert');
const vm = require('node:vm');

const firstLine = (run) => {
  try {
    run();
  } catch (error) {
    return error.stack.split('\n')[0];
  }
  return 'none';
};
const options = { timeout: 5, filename: 'mine.js' };
const endless = 'while (true);';
const TIMED_OUT = 'Error: Script execution timed out after 5ms';
assert.strictEqual(firstLine(() => vm.runInThisContext(endless, options)), TIMED_OUT);
assert.strictEqual(firstLine(() => vm.runInNewContext(endless, {}, options)), TIMED_OUT);
assert.strictEqual(firstLine(() => new vm.Script(endless, options).runInContext(vm.createContext(), options)), TIMED_OUT);
assert.strictEqual(firstLine(() => vm.runInThisContext('throw new Error("x")', { filename: 'mine.js' })), 'mine.js:1');
