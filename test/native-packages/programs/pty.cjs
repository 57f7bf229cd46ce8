'use strict';
// node-pty, built from its source: a shell in a terminal of its own. Its read thread calls into JavaScript.
const pty = require('node-pty');

const run = (command, options, talk) => new Promise((resolve) => {
  const terminal = pty.spawn('/bin/sh', ['-c', command], { name: 'xterm', cols: 80, rows: 24, env: { PATH: process.env.PATH, TERM: 'xterm' }, ...options });
  let text = '';
  terminal.onData((data) => {
    text += data;
    talk?.(terminal, text);
  });
  terminal.onExit(({ exitCode, signal }) => resolve({ text, exitCode, signal }));
});

module.exports = async (print, folder) => {
  print(await run('stty size; test -t 0 && echo terminal; exit 3', { cols: 100, rows: 30 }));
  print(await run('pwd | grep -c .; kill -9 $$', { cwd: folder }));
  let answered = false;
  print(await run('stty -echo; echo ready; read line; echo "got $line"; stty size', {}, (terminal, text) => {
    if (answered || !text.includes('ready')) return;
    answered = true;
    terminal.resize(60, 20);
    terminal.write('hello\r');
  }));
  // Less than a terminal holds: of more, node-pty loses the end at times.
  print((await Promise.all(Array.from({ length: 6 }, (_, i) => run(`seq 1 ${100 * i}`)))).map(({ text, exitCode }) => [text.length, exitCode]));
  for (const fails of [() => pty.spawn('/bin/sh', [], { cols: 0 }), () => pty.spawn('/bin/sh', 'a', { cols: 'x' }), () => pty.spawn('/bin/sh', [], { cwd: 5 })]) {
    try {
      fails().kill();
      print('no error');
    } catch (error) {
      print(error.name, error.message);
    }
  }
};
