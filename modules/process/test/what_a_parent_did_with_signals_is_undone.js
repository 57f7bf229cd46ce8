'use strict';
// A shell ignores SIGINT for what it starts by `&`, a supervisor may block signals: a program gets them all the same.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const finish = require('../../../test/_finish');

const waits = `
  require('child_process').execFile('true', (error) => { // its end is reported by a signal
    console.log('child', error);
    setInterval(() => {}, 1e6);
    console.log('waits');
  });`;

for (const setting of ['--ignore-signal', '--block-signal']) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) {
    const child = spawn('env', [setting, process.execPath, '-e', waits], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (output.endsWith('waits\n')) child.kill(signal);
    });
    child.on('close', finish.once((code, ended) => {
      assert.strictEqual(output, 'child null\nwaits\n');
      assert.deepStrictEqual([code, ended], [null, signal]);
    }));
  }
}
