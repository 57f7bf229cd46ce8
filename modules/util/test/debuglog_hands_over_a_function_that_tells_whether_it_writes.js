'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const util = require('node:util');

if (process.argv[2] !== 'child') {
  const env = { ...process.env, NODE_DEBUG: 'wanted' };
  const { status, stderr } = spawnSync(process.execPath, [__filename, 'child'], { env, encoding: 'utf8' });
  assert.match(stderr, /^WANTED \d+: shown\n$/);
  assert.strictEqual(status, 0);
  return;
}

for (const [section, enabled] of [['wanted', true], ['other', false]]) {
  let handed;
  const log = util.debuglog(section, (inner) => { handed = inner; });
  log('shown');
  for (const logger of [log, handed]) {
    assert.strictEqual(logger.enabled, enabled);
    assert.strictEqual(typeof Object.getOwnPropertyDescriptor(logger, 'enabled').get, 'function');
  }
}
