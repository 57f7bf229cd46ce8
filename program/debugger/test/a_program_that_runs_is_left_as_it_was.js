'use strict';
// eddy inspect HOST:PORT: breaks into a program that runs, which goes on when the debugger has gone.
const finish = require('../../../test/_finish');
const { spawn } = require('node:child_process');
const { Debugger, folderWith } = require('./_debugger');
const assert = finish.plan(4);

const PROGRAM = `let n = 0;
function beat() {
  n++;
}
setInterval(beat, 1);
process.stdin.on('data', () => {
  const before = n;
  setInterval(() => { if (n > before) process.exit(7); }, 1);
});
`;

finish(async () => {
  const folder = folderWith({ 'p.js': PROGRAM });
  const program = spawn(process.execPath, ['--inspect=0', 'p.js'], { cwd: folder });
  const ended = new Promise((resolve) => { program.on('close', resolve); });
  try {
    const address = await new Promise((resolve) => {
      let text = '';
      program.stderr.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        const match = /listening on ws:\/\/([^/]+)\//.exec(text);
        if (match) resolve(match[1]);
      });
    });
    const session = new Debugger([address], { cwd: folder });
    assert.match((await session.find(/^connecting to .*\ndebug> $/m))[0], new RegExp(`connecting to ${address} \\.\\.\\. ok`));
    const [pause] = await session.enter("sb('p.js', 3)", /break in p\.js:3\n[^]*debug> $/);
    assert.match(pause, /> 3 {3}n\+\+;/);
    const { code } = await session.leave();
    assert.strictEqual(code, 0);
    program.stdin.write('go on\n');
    assert.strictEqual(await ended, 7);
  } finally {
    program.kill('SIGKILL');
  }
});
