'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(33);
const { createInterface } = require('node:readline');
const { PassThrough } = require('node:stream');

function open(options) {
  const input = new PassThrough();
  const output = new PassThrough();
  const written = [];
  output.write = (text) => { written.push(String(text)); return true; };
  const lines = [];
  const rl = createInterface({ input, output, terminal: true, prompt: '> ', ...options });
  rl.on('line', (line) => lines.push(line));
  return { rl, input, output, written, lines };
}

// Each case: what is typed, the line it leaves, and where the cursor is.
for (const [typed, line, cursor] of [
  ['hello', 'hello', 5],
  ['hello\x01X', 'Xhello', 1],
  ['hello\x1b[D\x1b[DX', 'helXlo', 4],
  ['hello\x7f', 'hell', 4],
  ['hello\x1b[H\x1b[3~', 'ello', 0],
  ['one two three\x17', 'one two ', 8],
  ['one two three\x1bb\x1bb\x1bd', 'one three', 4],
  ['one two\x1b[1;5D\x0b', 'one ', 4],
  ['one two\x1b[1;5D\x15', 'two', 0],
  ['one two\x15\x19\x19', 'one twoone two', 14],
  ['ab\x15cd\x15\x19\x1by', 'ab', 2],
  ['ab\x7f\x1f', 'ab', 2],
  ['ab\x7f\x1f\x1e', 'a', 1],
  ['a\u{1f600}\x7f', 'a', 1],
  ['a\u{1f600}\x02', 'a\u{1f600}', 1],
  ['foo.bar\x1b[H\x1bf', 'foo.bar', 3],
]) {
  const { rl, input } = open();
  input.write(typed);
  assert.deepStrictEqual([rl.line, rl.cursor], [line, cursor], JSON.stringify(typed));
  rl.close();
}

// Cutting a side of the line draws it anew, also where there is nothing to cut.
for (const key of ['\x0b', '\x15']) {
  const { rl, input, written } = open();
  input.write(key);
  assert.strictEqual(written.join(''), '\x1b[1G\x1b[0J> \x1b[3G', JSON.stringify(key));
  rl.close();
}

{
  // What the terminal is told.
  const { rl, input, written, lines } = open();
  rl.prompt();
  for (const key of ['a', 'b', '\x1b[D', '\x7f', '\r']) input.write(key);
  assert.strictEqual(written.join(''), '\x1b[1G\x1b[0J> \x1b[3Gab\x1b[1D\x1b[1G\x1b[0J> b\x1b[3G\x1b[1C\r\n');
  assert.deepStrictEqual(lines, ['b']);
  rl.close();
}

{
  // The history, and the search in it by what the line begins with.
  const { rl, input } = open({ history: ['three', 'two', 'one'], removeHistoryDuplicates: true });
  const changes = [];
  rl.on('history', (history) => changes.push([...history]));
  input.write('\x1b[A');
  assert.strictEqual(rl.line, 'three');
  input.write('\x1b[A\x1b[A');
  assert.strictEqual(rl.line, 'one');
  input.write('\x1b[B');
  assert.strictEqual(rl.line, 'two');
  input.write('\r');
  assert.deepStrictEqual(changes, [['two', 'three', 'one']]);
  input.write('o\x1b[A');
  assert.strictEqual(rl.line, 'one');
  input.write('\x1b[B');
  assert.strictEqual(rl.line, 'o');
  rl.close();
}

{
  // Completion: as far as it is certain, then, asked again, what there is.
  const { rl, input, written } = open({ completer: (line) => [['apple', 'apricot'].filter((word) => word.startsWith(line)), line] });
  input.write('a');
  input.write('\t');
  assert.strictEqual(rl.line, 'ap');
  written.length = 0;
  input.write('\t');
  assert.strictEqual(written.join(''), '\r\napple\r\napricot\r\n\r\n\x1b[1G\x1b[0J> ap\x1b[5G');
  input.write('p');
  input.write('\t');
  assert.strictEqual(rl.line, 'apple');
  rl.close();
}

{
  // Wide characters, tabs and rows.
  const { rl, input, output } = open({ prompt: '', tabSize: 4 });
  output.columns = 10;
  input.write('\u3042a\t');
  assert.deepStrictEqual(rl.getCursorPos(), { rows: 0, cols: 4 });
  input.write('0123456');
  assert.deepStrictEqual(rl.getCursorPos(), { rows: 1, cols: 1 });
  rl.close();
}

{
  const { rl, input } = open();
  const seen = [];
  rl.on('SIGINT', () => seen.push('SIGINT'));
  rl.on('close', () => seen.push('close'));
  input.write('\x03');
  input.write('\x04');
  assert.deepStrictEqual(seen, ['SIGINT', 'close']);
  assert.throws(() => rl.write('x'), { code: 'ERR_USE_AFTER_CLOSE', message: 'readline was closed' });
}
