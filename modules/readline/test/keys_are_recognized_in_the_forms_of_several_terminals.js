'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(69);
const { emitKeypressEvents } = require('node:readline');
const { PassThrough } = require('node:stream');

const stream = new PassThrough();
emitKeypressEvents(stream);
let keys = [];
stream.on('keypress', (string, key) => keys.push([string, key]));

function keyOf(sequence) {
  keys = [];
  stream.write(sequence);
  assert.strictEqual(keys.length, 1, JSON.stringify(sequence));
  return keys[0];
}

function check(sequence, name, modifiers = '', code = undefined, string = undefined) {
  const key = {
    sequence, name, ctrl: modifiers.includes('c'), meta: modifiers.includes('m'), shift: modifiers.includes('s'),
  };
  if (code !== undefined) key.code = code;
  assert.deepStrictEqual(keyOf(sequence), [string ?? (sequence[0] === '\x1b' ? undefined : sequence), key]);
}

check('a', 'a');
check('A', 'a', 's');
check('7', '7');
check('.', undefined);
check('\u20ac', undefined);
check('\u{1f600}', undefined);
check('\r', 'return');
check('\n', 'enter');
check('\t', 'tab');
check(' ', 'space');
check('\x7f', 'backspace');
check('\b', 'backspace');
check('\x01', 'a', 'c');
check('\x1ba', 'a', 'm');
check('\x1bA', 'a', 'ms');
check('\x1b\r', 'return', 'm');
check('\x1b[A', 'up', '', '[A');
check('\x1bOB', 'down', '', 'OB');
check('\x1b[1;5C', 'right', 'c', '[C');
check('\x1b[1;2D', 'left', 's', '[D');
check('\x1b[1;3H', 'home', 'm', '[H');
check('\x1b[a', 'up', 's', '[a');
check('\x1bOa', 'up', 'c', 'Oa');
check('\x1b[3~', 'delete', '', '[3~');
check('\x1b[3;5~', 'delete', 'c', '[3~');
check('\x1b[5^', 'pageup', 'c', '[5^');
check('\x1b[6$', 'pagedown', 's', '[6$');
check('\x1b[Z', 'tab', 's', '[Z');
check('\x1b[[B', 'f2', '', '[[B');
check('\x1bOR', 'f3', '', 'OR');
check('\x1b[24~', 'f12', '', '[24~');
check('\x1b[200~', 'paste-start', '', '[200~');
check('\x1b[31m', 'undefined', '', '[31m');

// A lone escape is a key after a while.
keys = [];
stream.write('\x1b');
assert.deepStrictEqual(keys, []);
stream.on('keypress', (string, key) => {
  assert.strictEqual(string, undefined);
  assert.deepStrictEqual(key, { sequence: '\x1b', name: 'escape', ctrl: false, meta: true, shift: false });
});
