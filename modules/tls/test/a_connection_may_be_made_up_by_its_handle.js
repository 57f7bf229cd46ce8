// @mswjs/interceptors (nock, msw) answers a client that never connects: it replaces methods of the socket's handle, and
// calls those that the handle calls.
'use strict';
const assert = require('node:assert');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

const log = [];
const cipher = { name: 'TLS_AES_256_GCM_SHA384', standardName: 'TLS_AES_256_GCM_SHA384', version: 'TLSv1.3' };

const socket = tls.connect({ host: '127.0.0.1', port: 1, checkServerIdentity: () => undefined });
const handle = socket._handle;
handle.connect = finish.once((request) => {
  setImmediate(() => { request.oncomplete(0, handle, request, true, true); });
  return 0;
});
handle.readStart = () => 0;
handle.start = () => { log.push('start'); };
handle.verifyError = () => undefined;
handle.getSession = () => Buffer.from('a session');
handle.getCipher = () => cipher;
handle.getEphemeralKeyInfo = () => ({ type: 'ECDH', name: 'X25519', size: 253 });
handle.getALPNNegotiatedProtocol = () => 'h9';

socket.on('keylog', (line) => { log.push(`keylog ${line}`); });
socket.on('session', (session) => { log.push(`session ${session}`); });
socket.on('secure', () => { log.push('secure'); });
socket.on('connect', finish.once(() => {
  handle.onkeylog(Buffer.from('LABEL 00 11'));
  handle.onhandshakedone();
  handle.onnewsession(1, Buffer.from('one'));
  handle.onnewsession(2, Buffer.from('two'));
}));
socket.on('secureConnect', finish.once(() => {
  log.push('secureConnect');
  assert.deepStrictEqual([socket.authorized, socket.alpnProtocol, socket.getCipher(), socket.getEphemeralKeyInfo()],
                         [true, 'h9', cipher, { type: 'ECDH', name: 'X25519', size: 253 }]);
  assert.strictEqual(`${socket.getSession()}`, 'a session');
}));
socket.on('close', finish.once(() => {
  assert.deepStrictEqual(log.filter((entry) => entry !== 'start'),
                         ['keylog LABEL 00 11', 'secureConnect', 'secure', 'session one', 'session two']);
}));
socket.on('session', () => { if (log.at(-1) === 'session two') socket.destroy(); });
