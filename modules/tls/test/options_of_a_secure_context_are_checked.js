'use strict';
// What createSecureContext, createServer and connect refuse, and in which words; and what they pass over.
const assert = require('node:assert');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { identity } = require('./_pem');

const { key, cert } = identity('server');
const context = (options) => () => { tls.createSecureContext(options); };
const wrongType = (name, expected, received) => ({
  name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: `The "${name}" ${name.includes('.') ? 'property' : 'argument'} must be ${expected}. Received ${received}`,
});
const bytes = 'of type string or an instance of Buffer, TypedArray, or DataView';
const engine = 'of type string or one of null or undefined';

const refused = [
  [context({ cert: 1 }), wrongType('options.cert', bytes, 'type number (1)')],
  [context({ cert: 'x' }), { code: 'ERR_OSSL_PEM_NO_START_LINE', message: 'error:0480006C:PEM routines::no start line' }],
  [context({ key: true }), wrongType('options.key', bytes, 'type boolean (true)')],
  [context({ key: [key, true] }), wrongType('options.key', bytes, 'type boolean (true)')],
  [context({ key: { pem: key } }), wrongType('options.key', bytes, 'an instance of Object')],
  [context({ ca: 1 }), wrongType('options.ca', bytes, 'type number (1)')],
  [context({ crl: 'x' }), { code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'Failed to parse CRL' }],
  [context({ pfx: 'x' }), { name: 'Error', message: 'header too long' }],
  [context({ pfx: 1 }), { code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'Unable to load PFX certificate' }],
  [context({ dhparam: 1 }), wrongType('options.dhparam', bytes, 'type number (1)')],
  [context({ ecdhCurve: 'x' }), { code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'Failed to set ECDH curve' }],
  [context({ ciphers: 9 }), wrongType('options.ciphers', 'of type string', 'type number (9)')],
  [context({ ciphers: ':' }), { code: 'ERR_INVALID_ARG_VALUE', message: "The property 'options.ciphers' is invalid. Received [ '', '' ]" }],
  [context({ clientCertEngine: 1 }), wrongType('options.clientCertEngine', engine, 'type number (1)')],
  [context({ privateKeyIdentifier: 'x' }), { code: 'ERR_INVALID_ARG_VALUE', message: "The property 'options.privateKeyEngine' is invalid. Received undefined" }],
  [context({ secureProtocol: 'TLSv1_3_method' }), { code: 'ERR_TLS_INVALID_PROTOCOL_METHOD', message: 'Unknown method: TLSv1_3_method' }],
  [() => tls.connect({ minDHSize: 'x' }), wrongType('options.minDHSize', 'of type number', "type string ('x')")],
  [() => tls.connect({ minDHSize: -1 }), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "options.minDHSize" is out of range. It must be >= 1. Received -1' }],
  [() => tls.createServer().setTicketKeys(Buffer.alloc(2)), { code: 'ERR_INTERNAL_ASSERTION' }],
  [() => new tls.TLSSocket().setSession(1), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: 'Session must be a buffer' }],
  [() => new tls.TLSSocket().setMaxSendFragment(), wrongType('size', 'of type number', 'undefined')],
  [() => tls.convertALPNProtocols([1], {}), wrongType('string', 'of type string or an instance of Buffer or ArrayBuffer', 'type number (1)')],
  [() => tls.getCACertificates(1), wrongType('type', 'of type string', 'type number (1)')],
  [() => tls.getCACertificates('x'), { code: 'ERR_INVALID_ARG_VALUE', message: "The argument 'type' is invalid. Received 'x'" }],
  [() => tls.setDefaultCACertificates(['x']), { code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'No valid certificates found in the provided array' }],
  [() => tls.setDefaultCACertificates(['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']), { code: 'ERR_OSSL_PEM_ASN1_LIB' }],
  [() => { tls.rootCertificates = 0; }, { name: 'TypeError' }],
];

finish(async () => {
  refused.forEach(([run, expected], index) => assert.throws(run, expected, `case ${index}`));
  // Passed over.
  const before = tls.getCACertificates('default');
  for (const options of [{ ca: 'x' }, { ca: 0 }, { dhparam: 'x' }, { cert: 0, key: false }, { passphrase: 1 }, { secureOptions: -1 }, { key: [{ pem: key }], cert: [cert] }]) {
    tls.createSecureContext(options);
  }
  tls.createServer({ ALPNCallback: 'x' });
  assert.strictEqual(tls.getCACertificates('default'), before);

  const versions = [
    [{}, 0x303, 0x304], [{ secureProtocol: 'TLS_method' }, 0, 0x304], [{ secureProtocol: 'SSLv23_method' }, 0x303, 0x303],
    [{ secureProtocol: 'TLSv1_1_method' }, 0x302, 0x302], [{ ciphers: 'TLS_AES_256_GCM_SHA384' }, 0x304, 0x304],
    [{ ciphers: 'AES128-SHA' }, 0x303, 0x304], [{ secureProtocol: 'TLS_method', ciphers: 'ALL@SECLEVEL=0' }, 0, 0x304],
  ];
  for (const [options, min, max] of versions) {
    const native = tls.createSecureContext(options).context;
    assert.deepStrictEqual([native.getMinProto(), native.getMaxProto()], [min, max], JSON.stringify(options));
  }
});
