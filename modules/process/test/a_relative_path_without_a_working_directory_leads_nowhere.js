// Where the working directory has been removed, the permission model does not take relative paths for ones below "/".
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(2);
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-permission-')), 'file');
fs.writeFileSync(file, 'text');
const program = `
  const fs = require('fs');
  const here = fs.mkdtempSync(${JSON.stringify(path.dirname(file))} + '/removed-');
  process.chdir(here);
  fs.rmdirSync(here);
  try {
    console.log(fs.readFileSync(${JSON.stringify(file.slice(1))}, 'utf8'));
  } catch (error) {
    console.log(error.code);
  }`;
const { stdout, status } = spawnSync(process.execPath, ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '-e', program],
                                     { encoding: 'utf8' });
assert.strictEqual(stdout, 'ENOENT\n');
assert.strictEqual(status, 0);
fs.rmSync(path.dirname(file), { recursive: true });
