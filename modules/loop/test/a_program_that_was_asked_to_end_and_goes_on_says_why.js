// eddy only: --loop-why
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, run } = require('./_reports');

const programs = {
  'SIGTERM': [
    "process.on('SIGTERM', () => {});",
    'setInterval(() => {}, 1e6);', // 2
    "console.log('ready');",
  ],
  'server.close()': [
    "const net = require('node:net');",
    'setInterval(() => {}, 1e6);', // 2
    'const server = net.createServer().listen(0, () => server.close());',
  ],
};

finish(async () => {
  for (const [what, lines] of Object.entries(programs)) {
    const file = path.join(folder, 'program.js');
    fs.writeFileSync(file, lines.join('\n'));
    let asked = false;
    const { signal, stderr } = await run(['--loop-why=10ms', file], ({ stdout, stderr: written }, child) => {
      if (what === 'SIGTERM' && !asked && stdout.includes('ready')) asked = child.kill('SIGTERM');
      if (/program\.js:2:1\n/.test(written)) child.kill('SIGKILL');
    });
    assert.strictEqual(signal, 'SIGKILL', stderr);
    assert.ok(stderr.startsWith(`asked to end by ${what} 10 ms ago\nwhy alive: 1 thing keeps pid `), stderr);
    assert.match(stderr, /\n {2}1 interval {4}every 16 m 40 s, next in 16 m \d\d s +program\.js:2:1\n/);
  }
});
