// --secure-heap: OpenSSL's secrets lie in memory of their own, and crypto.secureHeapUsed() tells how much of it is used.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { secureHeapUsed } = require('node:crypto');

const run = (...args) => spawnSync(process.execPath, args, { encoding: 'utf8' });

assert.deepStrictEqual(secureHeapUsed(), { total: 0, used: 0, utilization: NaN, min: 2 });

const used = run('--secure-heap=65536', '--secure-heap-min=4', '-p', `
  const { createDiffieHellmanGroup, secureHeapUsed } = require('crypto');
  const before = secureHeapUsed();
  const group = createDiffieHellmanGroup('modp14');
  group.generateKeys();
  const { total, used, utilization, min } = secureHeapUsed();
  JSON.stringify([before, total, used > 0, utilization === used / total, min]);`);
assert.deepStrictEqual(JSON.parse(used.stdout), [{ total: 65536, used: 0, utilization: 0, min: 4 }, 65536, true, true, 4]);

const wrong = run('--secure-heap=3', '--secure-heap-min=3', '-e', '0');
assert.strictEqual(wrong.status, 9);
assert.match(wrong.stderr, /^.*: --secure-heap must be a power of 2\n.*: --secure-heap-min must be a power of 2\n$/);
assert.strictEqual(run('--secure-heap=4', '--secure-heap-min=16', '-p', 'crypto.secureHeapUsed().min').stdout, '4\n');
assert.strictEqual(run('--secure-heap-min=3', '-p', 'crypto.secureHeapUsed().min').status, 0);
