// eddy only: Node turns FIPS mode on without a provider, and finds no algorithm any more.
'use strict';
// --enable-fips, --force-fips and crypto.setFips(), on a machine whose OpenSSL has no FIPS provider.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return [status, stdout, stderr.replaceAll(`${process.execPath}: `, '')];
}

const failure = [1, '', 'OpenSSL error when trying to enable FIPS:\n\n'];
assert.deepStrictEqual(run('--enable-fips', '-p', '1'), failure);
assert.deepStrictEqual(run('--force-fips', '-p', '1'), failure);
assert.deepStrictEqual(run('--enable-fips', '--version').slice(0, 2), [0, `${process.version}\n`]);
assert.deepStrictEqual(run('--no-enable-fips', '-p', 'crypto.getFips()'), [0, '0\n', '']);

// Without a provider, nothing would be found in FIPS mode.
assert.deepStrictEqual(run('-e', `
const crypto = require('crypto');
crypto.setFips(false);
try {
  crypto.setFips(true);
} catch (error) {
  console.log(error.code);
}
console.log(crypto.getFips(), crypto.createHash('sha384').update('x').digest().length);`), [0, 'ERR_CRYPTO_FIPS_UNAVAILABLE\n0 48\n', '']);

// It is the process's affair.
assert.deepStrictEqual(run('-e', `
new (require('worker_threads').Worker)(\`
const crypto = require('crypto');
console.log(crypto.getFips());
try {
  crypto.setFips(false);
} catch (error) {
  console.log(error.code, error.message);
}\`, { eval: true });`), [0, '0\nERR_WORKER_UNSUPPORTED_OPERATION Calling crypto.setFips() is not supported in workers\n', '']);
