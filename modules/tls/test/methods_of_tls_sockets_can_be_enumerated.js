// Packages that wrap sockets copy their methods by for-in.
const assert = require('node:assert');
const { TLSSocket } = require('node:tls');

const names = [];
for (const name in TLSSocket.prototype) names.push(name);
for (const name of ['renegotiate', 'setServername', 'getPeerCertificate', 'getCipher', 'getSession', 'getProtocol', 'isSessionReused',
                    'exportKeyingMaterial', 'disableRenegotiation', 'enableTrace', '_finishInit', '_releaseControl', 'setTimeout', 'on']) {
  assert.ok(names.includes(name), name);
}
assert.deepStrictEqual(Object.getOwnPropertyDescriptor(TLSSocket.prototype, 'getSession'), {
  value: TLSSocket.prototype.getSession, writable: true, enumerable: true, configurable: true,
});
