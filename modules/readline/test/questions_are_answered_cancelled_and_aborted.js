'use strict';
const assert = require('node:assert');
const readline = require('node:readline');
const promises = require('node:readline/promises');
const { promisify } = require('node:util');
const { PassThrough } = require('node:stream');
const finish = require('../../../test/_finish');

assert.strictEqual(readline.promises, promises);

function open(module, options) {
  const input = new PassThrough();
  const output = new PassThrough();
  return { rl: module.createInterface({ input, output, ...options }), input, output };
}

async function main() {
  {
    const { rl, input, output } = open(readline);
    const answer = new Promise((resolve) => rl.question('name? ', resolve));
    assert.strictEqual(String(output.read()), 'name? ');
    input.write('eddy\n');
    assert.strictEqual(await answer, 'eddy');
    assert.strictEqual(rl.getPrompt(), '> ');
    const question = promisify(rl.question).bind(rl);
    const again = question('again? ');
    input.write('yes\n');
    assert.strictEqual(await again, 'yes');
    const controller = new AbortController();
    const aborted = question('never? ', { signal: controller.signal });
    controller.abort('enough');
    await assert.rejects(aborted, { name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    rl.close();
    assert.throws(() => rl.question('late? ', () => {}), { code: 'ERR_USE_AFTER_CLOSE' });
  }
  {
    const { rl, input } = open(promises);
    const answer = rl.question('? ');
    input.write('42\n');
    assert.strictEqual(await answer, '42');
    await assert.rejects(rl.question('? ', { signal: AbortSignal.abort() }), { name: 'AbortError' });
    rl.close();
    await assert.rejects(rl.question('? '), { code: 'ERR_USE_AFTER_CLOSE' });
  }
  for (const [key, name] of [['\x03', 'Ctrl+C'], ['\x04', 'Ctrl+D']]) {
    const { rl, input } = open(promises, { terminal: true });
    const answer = rl.question('? ');
    input.write(key);
    await assert.rejects(answer, { name: 'AbortError', message: `Aborted with ${name}` });
  }
  {
    const stream = new PassThrough();
    const gathered = new promises.Readline(stream);
    gathered.cursorTo(1, 2).moveCursor(-1, 3).clearLine(0).clearScreenDown();
    assert.strictEqual(stream.read(), null);
    await gathered.commit();
    assert.strictEqual(String(stream.read()), '\x1b[3;2H\x1b[1D\x1b[3B\x1b[2K\x1b[0J');
    assert.throws(() => gathered.clearLine(2), { code: 'ERR_OUT_OF_RANGE' });
  }
  {
    const stream = new PassThrough();
    assert.strictEqual(readline.cursorTo(stream, 4), true);
    assert.strictEqual(readline.moveCursor(stream, 0, 0), true);
    readline.clearLine(stream, -1);
    assert.strictEqual(String(stream.read()), '\x1b[5G\x1b[1K');
    assert.throws(() => readline.cursorTo(stream, 'a', 1), { code: 'ERR_INVALID_CURSOR_POS' });
    assert.throws(() => readline.cursorTo(stream, NaN), { code: 'ERR_INVALID_ARG_VALUE' });
    assert.throws(() => readline.clearScreenDown(stream, 1), { code: 'ERR_INVALID_ARG_TYPE' });
  }
}

finish(main);
