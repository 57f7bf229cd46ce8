'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const { status, stdout, stderr } = spawnSync(process.execPath, ['--security-revert=not-a-cve', '-e', 'console.log(1)'],
                                             { encoding: 'utf8' });
assert.deepStrictEqual([status, stdout, stderr],
                       [12, '', `${process.execPath}: Error: Attempt to revert an unknown CVE [not-a-cve]\n`]);
