'use strict';
const assert = require('node:assert');
const repl = require('node:repl');
const { Stream } = require('node:stream');
const finish = require('../../../test/_finish');

// A REPL that is no terminal; run(lines) gives what it prints for each.
function open(options) {
  const input = new Stream();
  const output = new Stream();
  input.readable = output.writable = true;
  input.pause = input.resume = () => {};
  let text = '';
  output.write = (chunk) => { text += chunk; return true; };
  const server = repl.start({ prompt: '', input, output, terminal: false, ...options });
  return {
    server,
    run(line) {
      text = '';
      input.emit('data', `${line}\n`);
      return text;
    },
    async settled(line) {
      text = '';
      input.emit('data', `${line}\n`);
      await finish.until(() => text !== '');
      return text;
    },
  };
}

async function main() {
  const { server, run, settled } = open();
  for (const [line, printed] of [
    ['1 + 1', '2\n'],
    ['', ''],
    ['"text"', "'text'\n"],
    ['{ a: 1 }', '{ a: 1 }\n'],
    ['{ a: 1 };', '1\n'],
    ['let first = 1', 'undefined\n'],
    ['first', '1\n'],
    ['function f() {', '| '],
    ['return 5', '| '],
    ['}', 'undefined\n'],
    ['f()', '5\n'],
    ['[1,', '| '],
    ['.break', ''],
    ['`one', '| '],
    ['two`', "'one\\ntwo'\n"],
    ['.5 + .5', '1\n'],
    ['.unknown', 'Invalid REPL keyword\n'],
    ['typeof fs.readFileSync', "'function'\n"],
    ['require("path") === path', 'true\n'],
    ['7', '7\n'],
    ['_ + 1', '8\n'],
    ['throw new Error("thrown")', 'Uncaught Error: thrown\n'],
    ['_error.message', "'thrown'\n"],
    ['throw null', 'Uncaught null\n'],
    ['throw { a: 1 }', 'Uncaught { a: 1 }\n'],
    ['missing', 'Uncaught ReferenceError: missing is not defined\n'],
    ['let x y', "let x y\n      ^\n\nUncaught SyntaxError: Unexpected identifier 'y'\n"],
    ['_ = 3', 'Expression assignment to _ now disabled.\n3\n'],
    ['4', '4\n'],
    ['_', '3\n'],
    ['.clear', 'Clearing context...\n'],
    ['typeof first', "'undefined'\n"],
    ['npm install x', 'npm should be run outside of the Node.js REPL, in your normal shell.\n(Press Ctrl+D to exit.)\n'],
  ]) {
    assert.strictEqual(run(line), printed, line);
  }
  assert.match(run('import fs from "fs"'), /alternatively use dynamic import: const \{ default: fs \} = await import\("fs"\);\n$/);

  assert.strictEqual(await settled('await 5'), '5\n');
  assert.strictEqual(await settled('const { a, b = 2 } = await { a: 1 }'), 'undefined\n');
  assert.strictEqual(run('[a, b]'), '[ 1, 2 ]\n');
  assert.strictEqual(await settled('for (var i = 0; i < 3; i++) await i'), 'undefined\n');
  assert.strictEqual(run('i'), '3\n');
  assert.strictEqual(await settled('await 0; class Later {}; function later() {}'), 'undefined\n');
  assert.strictEqual(run('[Later.name, later.name]'), "[ 'Later', 'later' ]\n");
  assert.match(await settled('await Promise.reject(new RangeError("late"))'), /^Uncaught RangeError: late\n(?: {4}at REPL\d+:1:\d+\n)?$/);
  assert.strictEqual(await settled('(await import("node:path")).sep'), "'/'\n");

  server.defineCommand('greet', { help: 'says hello', action(name) { this.output.write(`hello ${name}\n`); this.displayPrompt(); } });
  assert.strictEqual(run('.greet you'), 'hello you\n');
  assert.match(run('.help'), /^\.greet {3}says hello$/m);
  server.context.shared = { deep: [1] };
  assert.strictEqual(run('shared'), '{ deep: [ 1 ] }\n');

  const strict = open({ replMode: repl.REPL_MODE_STRICT, ignoreUndefined: true });
  assert.strictEqual(strict.run('undefined'), '');
  assert.match(strict.run('undeclared = 1'), /^Uncaught ReferenceError/);

  const custom = open({
    writer: (value) => `<${value}>`,
    eval(code, context, file, callback) {
      if (code.endsWith('\\\n')) callback(new repl.Recoverable(new SyntaxError('more')));
      else callback(null, code.toUpperCase().trimEnd());
    },
  });
  assert.strictEqual(custom.run('ab\\'), '| ');
  assert.strictEqual(custom.run('c'), '<AB\\\nC>\n');
  assert.throws(() => repl.start({ breakEvalOnSigint: true, eval() {} }), { code: 'ERR_INVALID_REPL_EVAL_CONFIG' });
  assert.strictEqual(repl.isValidSyntax('{ a: 1 }'), true);

  const exited = new Promise((resolve) => server.on('exit', resolve));
  run('.exit');
  await exited;
}

finish(main);
