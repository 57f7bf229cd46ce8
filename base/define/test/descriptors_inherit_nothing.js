// eddy only: Node's http2 and repl do not load then
'use strict';
// Every module can still be loaded when Object.prototype has been polluted with the fields of descriptors.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { builtinModules } = require('node:module');

/** The modules that fail to load in a process that runs `prelude` first, with what they throw. */
function failuresAfter(prelude) {
  const source = `${prelude};
    const failed = [];
    for (const id of ${JSON.stringify(builtinModules)}) {
      try { require(id); } catch (error) { failed[failed.length] = id + ': ' + error.message; }
    }
    process._rawDebug(failed.join('\\n'));`;
  const { stderr } = spawnSync(process.execPath, ['--no-warnings', '-e', source], { encoding: 'utf8' });
  return stderr.trim();
}

const pollutions = {
  get: '() => 1',
  set: '() => {}',
  value: '1',
  writable: 'false',
  enumerable: 'true',
  configurable: 'false',
};

const missing = failuresAfter('');
for (const [name, value] of Object.entries(pollutions)) {
  assert.strictEqual(failuresAfter(`Object.prototype[${JSON.stringify(name)}] = ${value}`), missing, name);
}
