// eddy only: Node ends the process by a failed assertion
// ALPNProtocols as bytes: lengths that lead beyond their end are refused, before OpenSSL reads what they promise.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(8);
const tls = require('node:tls');

const make = (isServer, bytes) => new tls.TLSSocket(null, { isServer, ALPNProtocols: bytes }).destroy();
for (const isServer of [false, true]) {
  for (const bytes of [[5, 0x61], [0], [1, 0x61, 200, 0x62]]) {
    assert.throws(() => make(isServer, Buffer.from(bytes)), {
      name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message: 'ALPNProtocols is not a list of protocols in wire format',
    });
  }
  make(isServer, Buffer.alloc(0));
  make(isServer, []);
  assert.doesNotThrow(() => make(isServer, Buffer.from([1, 0x61, 2, 0x62, 0x63])));
}
