// Leaks: what its addon never gives back
'use strict';
// What an addon leaves behind - a finalizer that throws, a full queue of a function that nobody releases, a hook that blocks -
// is settled when its thread ends: hooks run, nobody hears of the exception, the exit code is the program's.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const program = require.resolve('./_ends_with_what_misbehaves');
const library = require('./_compile')('misbehaves');
const outcomeOf = (ending) => {
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, ['--expose-gc', program, library, ending]);
  return { stdout: `${stdout}`, stderr: `${stderr}`, status, signal };
};
const hooks = 'first\nblocked\nlast\n';
assert.deepStrictEqual(outcomeOf('end'), { stdout: hooks, stderr: '', status: 0, signal: null });
assert.deepStrictEqual(outcomeOf('worker end'), { stdout: `${hooks}exit 0\n`, stderr: '', status: 0, signal: null });
assert.deepStrictEqual(outcomeOf('worker exit'), { stdout: `${hooks}exit 5\n`, stderr: '', status: 0, signal: null });
assert.deepStrictEqual(outcomeOf('worker terminated'), { stdout: `${hooks}exit 1\n`, stderr: '', status: 0, signal: null });
// Within a program that goes on it is an uncaught exception.
assert.deepStrictEqual(outcomeOf('collected'), { stdout: 'ERR_FINALIZER of a finalizer\n', stderr: '', status: 0, signal: null });
