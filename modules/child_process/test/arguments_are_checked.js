// What the functions refuse, with which code and message.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(34);
const { spawn, spawnSync, exec, execFile, fork, ChildProcess } = require('node:child_process');

const type = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const value = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message });
const range = (message) => ({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message });

const refuses = (call, expected) => assert.throws(call, expected);

refuses(() => spawn(1), type('The "file" argument must be of type string. Received type number (1)'));
refuses(() => spawn(''), value("The argument 'file' cannot be empty. Received ''"));
refuses(() => spawn('a\0b'), value("The argument 'file' must be a string without null bytes. Received 'a\\x00b'"));
refuses(() => spawn('a', ['\0']), value("The argument 'args[0]' must be a string without null bytes. Received '\\x00'"));
refuses(() => spawn('a', 'b'), type('The "args" argument must be of type object. Received type string (\'b\')'));
refuses(() => spawn('a', [], null), type('The "options" argument must be of type object. Received null'));
refuses(() => exec(1), type('The "command" argument must be of type string. Received type number (1)'));
refuses(() => execFile('a', [], 1), type('The "options" argument must be of type object. Received type number (1)'));
refuses(() => fork(1),
        type('The "modulePath" argument must be of type string or an instance of Buffer or URL. Received type number (1)'));
refuses(() => fork('a', 'b'), type('The "args" argument must be an instance of Array. Received type string (\'b\')'));
refuses(() => fork('a', [], { stdio: ['pipe'] }), {
  code: 'ERR_CHILD_PROCESS_IPC_REQUIRED',
  message: "Forked processes must have an IPC channel, missing value 'ipc' in options.stdio",
});

for (const [options, expected] of [
  [{ cwd: 1 },
   type('The "options.cwd" property must be of type string or an instance of Buffer or URL. Received type number (1)')],
  [{ shell: 1 }, type('The "options.shell" property must be one of type boolean or string. Received type number (1)')],
  [{ argv0: 1 }, type('The "options.argv0" property must be of type string. Received type number (1)')],
  [{ uid: 1.5 }, type('The "options.uid" property must be int32. Received type number (1.5)')],
  [{ detached: 1 }, type('The "options.detached" property must be of type boolean. Received type number (1)')],
  [{ env: { a: '\0' } },
   value("The property 'options.env['a']' must be a string without null bytes. Received '\\x00'")],
  [{ timeout: -1 }, range('The value of "timeout" is out of range. It must be an unsigned integer. Received -1')],
  [{ killSignal: 'SIGNONE' }, { code: 'ERR_UNKNOWN_SIGNAL', message: 'Unknown signal: SIGNONE' }],
  [{ killSignal: true },
   type('The "options.killSignal" property must be one of type string or number. Received type boolean (true)')],
]) {
  refuses(() => spawn('true', [], options), expected);
  refuses(() => spawnSync('true', [], options), expected);
}
refuses(() => spawnSync('true', { maxBuffer: -1 }),
        range('The value of "options.maxBuffer" is out of range. It must be a positive number. Received -1'));
refuses(() => spawn('true', [], { serialization: 'xml' }),
        value("The property 'options.serialization' must be one of: undefined, 'json', 'advanced'. Received 'xml'"));
refuses(() => new ChildProcess().spawn(), type('The "options" argument must be of type object. Received undefined'));
refuses(() => new ChildProcess().spawn({ file: 'a', envPairs: 1, stdio: ['ipc'] }),
        type('The "options.envPairs" property must be an instance of Array. Received type number (1)'));

// Neither options nor their defaults come from Object.prototype.
Object.prototype.cwd = '/no/such/folder';
Object.prototype.shell = '/no/such/shell';
assert.strictEqual(spawnSync('true').status, 0);
delete Object.prototype.cwd;
delete Object.prototype.shell;
