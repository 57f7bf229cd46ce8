// eddy only: Node ends itself at its start where OpenSSL has no random numbers.
'use strict';
// A configuration of OpenSSL may take its default provider away, or the generator of its random numbers: an error for whoever
// wants TLS, whichever way, and nothing for others.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-openssl-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

function configuration(name, text) {
  const file = path.join(folder, `${name}.cnf`);
  fs.writeFileSync(file, `nodejs_conf = init\nopenssl_conf = init\n[init]\n${text}`);
  return file;
}

const withoutAny = 'providers = providers\n[providers]\nbase = base\n[base]\nactivate = 1\n';
const withoutRandom = 'random = random\n[random]\nrandom = NO-SUCH-GENERATOR\n';

const program = `
  const errors = [];
  const attempt = (make) => {
    try {
      make();
    } catch (error) {
      errors.push(error.code);
    }
  };
  const tls = require('tls');
  attempt(() => tls.createSecureContext());
  attempt(() => new tls.SecureContext());
  attempt(() => tls.createServer());
  attempt(() => tls.connect({ port: 1, host: '127.0.0.1' }));
  attempt(() => require('http2').connect('https://127.0.0.1:1'));
  attempt(() => require('http2').createSecureServer());
  attempt(() => require('https').get('https://127.0.0.1:1'));
  fetch('https://127.0.0.1:81').catch(({ cause }) => {
    errors.push(cause.code);
    console.log(JSON.stringify(errors));
  });
`;

function errorsUnder(name, text) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath,
    [`--openssl-config=${configuration(name, text)}`, '-e', program], { encoding: 'utf8' });
  assert.deepStrictEqual([status, signal, stderr], [0, null, ''], name);
  return JSON.parse(stdout);
}

// A server's session id context is a hash, which is not found first.
const noCiphers = 'ERR_SSL_LIBRARY_HAS_NO_CIPHERS', unsupported = 'ERR_OSSL_EVP_UNSUPPORTED';
assert.deepStrictEqual(errorsUnder('withoutAny', withoutAny),
                       [noCiphers, noCiphers, unsupported, noCiphers, noCiphers, unsupported, noCiphers, noCiphers]);
assert.deepStrictEqual(errorsUnder('withoutRandom', withoutRandom), Array(8).fill(unsupported));
