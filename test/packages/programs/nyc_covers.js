// Coverage of a program and of a child that it starts; what nyc notes meanwhile has random names.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

const nyc = process.argv[2];
spawnSync(process.execPath, [nyc, '--cwd=.', '--reporter=text', process.execPath, 'covered.js'], { stdio: 'inherit' });
fs.rmSync('.nyc_output', { recursive: true, force: true });
