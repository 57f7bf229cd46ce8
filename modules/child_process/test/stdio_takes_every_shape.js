// The option stdio: pipes, nothing, descriptors, streams, and more than three of them.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');
const { spawn, spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const shell = (script, stdio, options) => spawn('sh', ['-c', script], { stdio, ...options });

async function main() {
  const echo = spawn('cat');
  echo.stdin.end('through');
  assert.strictEqual(await text(echo.stdout), 'through');
  assert.deepStrictEqual([echo.stdin, echo.stdout, echo.stderr], echo.stdio);

  // A pipe in both directions at descriptor 3.
  const both = shell('read line <&3; echo "got $line" >&3', ['ignore', 'ignore', 'inherit', 'overlapped']);
  both.stdio[3].write('it\n');
  assert.strictEqual(await text(both.stdio[3]), 'got it\n');
  assert.deepStrictEqual(both.stdio.slice(0, 3), [null, null, null]);

  const file = `${require('node:os').tmpdir()}/eddy_stdio_${process.pid}`;
  const stream = fs.createWriteStream(file);
  await once(stream, 'open');
  const toFile = shell('printf one; printf two >&2', ['ignore', stream, stream.fd]);
  assert.strictEqual(toFile.stdout, null);
  await once(toFile, 'close');
  stream.end();
  assert.strictEqual(fs.readFileSync(file, 'utf8'), 'onetwo');
  fs.unlinkSync(file);

  // One child's output is another's input.
  const first = shell('printf "b\\na\\n"', ['ignore', 'pipe', 'inherit']);
  const second = spawn('sort', [], { stdio: [first.stdout, 'pipe', 'inherit'] });
  assert.strictEqual(await text(second.stdout), 'a\nb\n');

  assert.strictEqual(await text(shell('readlink /proc/self/fd/0', ['ignore', 'pipe']).stdout), '/dev/null\n');
  assert.strictEqual(await text(shell('printf $0', undefined, { argv0: 'named', shell: false }).stdout), 'named');

  const inherited = spawnSync(process.execPath, ['-e', `
    const { spawn } = require('child_process');
    spawn('sh', ['-c', 'printf in; printf er >&2'], { stdio: 'inherit' });`], { encoding: 'utf8' });
  assert.deepStrictEqual([inherited.stdout, inherited.stderr], ['in', 'er']);

  const code = (stdio, sync) => {
    try {
      (sync ? spawnSync : spawn)('true', [], { stdio });
    } catch (error) {
      return error.code;
    }
  };
  assert.strictEqual(code('bad'), 'ERR_INVALID_ARG_VALUE');
  assert.strictEqual(code([{}]), 'ERR_INVALID_ARG_VALUE');
  assert.strictEqual(code(['text']), 'ERR_INVALID_SYNC_FORK_INPUT');
  assert.strictEqual(code(['ipc', 'ipc']), 'ERR_IPC_ONE_PIPE');
  assert.strictEqual(code(['ipc'], true), 'ERR_IPC_SYNC_FORK');

  // What nobody reads does not keep 'close' from coming.
  assert.deepStrictEqual(await once(shell('yes | head -c 30000'), 'close'), [0, null]);
}

finish(main);
