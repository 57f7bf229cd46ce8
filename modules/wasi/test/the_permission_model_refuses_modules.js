'use strict';
const assert = require('assert');
const { spawnSync } = require('child_process');

const child = spawnSync(process.execPath, ['--permission', '--allow-fs-read=*', '-e', `
  const { WASI } = require('wasi');
  try { new WASI({ version: 'preview1', preopens: { '/': '/not/there' } }); } catch (error) {
    console.log(JSON.stringify({ ...error, message: error.message }));
  }
`], { encoding: 'utf8' });
assert.deepStrictEqual(JSON.parse(child.stdout), {
  code: 'ERR_ACCESS_DENIED', permission: 'WASI', resource: '',
  message: 'Access to this API has been restricted. Use --allow-wasi to manage permissions.',
});
