'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gone-'));
process.chdir(folder);
fs.rmdirSync(folder);
const input = 'path.sep\nprocess.cwd()\nrequire("fs") === fs\n';
const { stdout, status } = spawnSync(process.execPath, ['-i'], { input, encoding: 'utf8' });
assert.match(stdout, /> '\/'\n> Uncaught:?\s.*ENOENT.*uv_cwd[^]*> true\n> \n?$/);
assert.strictEqual(status, 0);
