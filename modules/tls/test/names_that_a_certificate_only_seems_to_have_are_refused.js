'use strict';
// NULs in names, wildcards in the wrong place, addresses as names and names as addresses, times before and behind.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, makeCertificate } = require('./_certificate');

const day = 86_400_000;
const now = Date.now();
const REFUSED = 'ERR_TLS_CERT_ALTNAME_INVALID';
const cases = [
  // What it has, what is connected to, what comes of it.
  [{ names: [['dns', 'a.test']] }, 'a.test', undefined],
  [{ names: [['dns', 'A.TEST']] }, 'a.test', undefined],
  [{ names: [['dns', 'a.test.']] }, 'a.test', undefined],
  [{ names: [['dns', 'b.test']], commonName: 'a.test' }, 'a.test', REFUSED],
  [{ commonName: 'a.test' }, 'a.test', undefined],
  // A name that ends for C where a program's does not.
  [{ names: [['dns', 'a.test\0.evil.test']] }, 'a.test', REFUSED],
  [{ names: [['dns', 'a.test\0.evil.test']] }, 'x.evil.test', REFUSED],
  [{ commonName: 'a.test\0.evil.test' }, 'a.test', REFUSED],
  [{ names: [['dns', 'a.test\0']] }, 'a.test', REFUSED],
  [{ names: [['dns', 'evil.test, DNS:a.test']] }, 'a.test', REFUSED],
  [{ names: [['uri', 'http://x/, DNS:a.test']] }, 'a.test', REFUSED],
  [{ names: [['email', 'x@y, DNS:a.test']] }, 'a.test', REFUSED],
  // A star stands for the first label, or a part of it.
  [{ names: [['dns', '*.a.test']] }, 'b.a.test', undefined],
  [{ names: [['dns', '*.a.test']] }, 'a.test', REFUSED],
  [{ names: [['dns', '*.a.test']] }, 'c.b.a.test', REFUSED],
  [{ names: [['dns', 'b.*.test']] }, 'b.a.test', REFUSED],
  [{ names: [['dns', '*.test']] }, 'a.test', REFUSED],
  [{ names: [['dns', '*']] }, 'a.test', REFUSED],
  [{ names: [['dns', '*.*.test']] }, 'b.a.test', REFUSED],
  [{ names: [['dns', 'b*.a.test']] }, 'b1.a.test', undefined],
  [{ names: [['dns', 'xn--b*.a.test']] }, 'xn--b1.a.test', REFUSED],
  [{ names: [['dns', '*b*.a.test']] }, 'abc.a.test', REFUSED],
  // Addresses are compared with addresses.
  [{ names: [['ip', [127, 0, 0, 1]]] }, '127.0.0.1', undefined],
  [{ names: [['ip', [127, 0, 0, 2]]] }, '127.0.0.1', REFUSED],
  [{ names: [['dns', '127.0.0.1']] }, '127.0.0.1', REFUSED],
  [{ commonName: '127.0.0.1' }, '127.0.0.1', REFUSED],
  [{ names: [['dns', '*.0.0.1']] }, '127.0.0.1', REFUSED],
  [{ names: [['ip', [127, 0, 0, 1, 0]]] }, '127.0.0.1', REFUSED],
  [{ names: [['ip', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]] }, '::1', undefined],
  [{ names: [['ip', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]]] }, '::1', REFUSED],
  // Times.
  [{ names: [['dns', 'a.test']], to: new Date(now - day) }, 'a.test', 'CERT_HAS_EXPIRED'],
  [{ names: [['dns', 'a.test']], from: new Date(now + day) }, 'a.test', 'CERT_NOT_YET_VALID'],
  [{ names: [['dns', 'b.test']], to: new Date(now - day) }, 'a.test', 'CERT_HAS_EXPIRED'],
];

async function outcome(parts, host) {
  const server = tls.createServer(makeCertificate(parts), (socket) => { socket.on('error', () => {}).end('trusted'); });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const client = tls.connect({ port, host, ca: authority, lookup, servername: /[a-z]/.test(host) ? host : '', family: 4 });
  let code;
  let text = '';
  client.setEncoding('latin1').on('data', (chunk) => { text += chunk; });
  client.on('error', (error) => { code = error.code; });
  await new Promise((resolve) => { client.on('close', resolve); });
  await new Promise((resolve) => { server.close(resolve); });
  // Nothing that a server says who is not trusted reaches the program.
  assert.strictEqual(text, code === undefined ? 'trusted' : '');
  return code;
}

function lookup(host, options, callback) {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
}

finish(async () => {
  for (const [parts, host, expected] of cases) {
    if (host === '::1') { // where there is no such address to connect to
      const { X509Certificate } = require('node:crypto');
      const certificate = new X509Certificate(makeCertificate(parts).cert).toLegacyObject();
      assert.strictEqual(tls.checkServerIdentity(host, certificate)?.code, expected, JSON.stringify(parts));
      continue;
    }
    assert.strictEqual(await outcome(parts, host), expected, `${JSON.stringify(parts)} for ${host}`);
  }
});
