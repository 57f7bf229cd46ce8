// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function start(...options) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, '-p', '1'], { encoding: 'utf8' });
  return [status, stdout, stderr.replace(/^[^:]*: /, '')];
}

assert.deepStrictEqual(start('--loop-watch=soon'), [9, '', '--loop-watch=soon is no time: 50ms and 1s are\n']);
assert.deepStrictEqual(start('--loop-watch=0'), [9, '', '--loop-watch=0 is no time: 50ms and 1s are\n']);
assert.deepStrictEqual(start('--loop-watch', '--loop-watch-format=xml'), [9, '', '--loop-watch-format must be text or json, not xml\n']);
assert.deepStrictEqual(start('--loop-watch=20s'), [0, '1\n', '']);
assert.deepStrictEqual(start('--loop-watch=20'), [0, '1\n', '']);
assert.deepStrictEqual(start('--no-loop-watch'), [0, '1\n', '']);

const loop = require('eddy:loop');
assert.deepStrictEqual(loop.running(), { duration: 0, samples: 0 });
assert.throws(() => loop.watch({ limit: 0 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => loop.watch({ limit: '50' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => loop.watch({ write: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
