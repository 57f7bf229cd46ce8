'use strict';
// X509Certificate: names, times, prints, keys and checks of the tests' own certificates.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { X509Certificate, createPrivateKey } = require('node:crypto');

const read = (name) => fs.readFileSync(path.join(__dirname, '../../tls/test/fixtures', `${name}.pem`), 'utf8');
const server = new X509Certificate(read('server'));
const authority = new X509Certificate(read('authority'));

assert.strictEqual(authority.subject, 'C=XX\nO=eddy\nCN=Authority of tests');
assert.strictEqual(server.subject, 'CN=localhost');
assert.strictEqual(server.issuer, authority.subject);
assert.strictEqual(server.subjectAltName, 'DNS:localhost, DNS:*.example.test, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
assert.strictEqual(server.infoAccess, undefined);
assert.match(server.validFrom, /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/);
assert.strictEqual(server.validToDate.getTime(), Date.parse(server.validTo));
assert.match(server.fingerprint, /^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
assert.match(server.fingerprint512, /^([0-9A-F]{2}:){63}[0-9A-F]{2}$/);
assert.deepStrictEqual(new X509Certificate(read('client')).keyUsage, ['1.3.6.1.5.5.7.3.2']);
assert.strictEqual(server.signatureAlgorithm, 'ecdsa-with-SHA256');
assert.strictEqual(server.signatureAlgorithmOid, '1.2.840.10045.4.3.2');
assert.strictEqual(`${server}`, read('server'));
assert.strictEqual(JSON.stringify(server), JSON.stringify(read('server')));
assert.deepStrictEqual(new X509Certificate(server.raw).raw, server.raw);
assert.strictEqual(server.publicKey.asymmetricKeyType, 'ec');
assert.deepStrictEqual([authority.ca, server.ca], [true, false]);

assert.strictEqual(server.checkHost('a.example.test'), '*.example.test');
assert.strictEqual(server.checkHost('a.example.test', { wildcards: false }), undefined);
assert.strictEqual(server.checkHost('a.b.example.test'), undefined);
assert.strictEqual(server.checkIP('127.0.0.1'), '127.0.0.1');
assert.strictEqual(server.checkIP('127.0.0.2'), undefined);
assert.strictEqual(server.checkEmail('a@example.test'), undefined);
assert.throws(() => server.checkHost('localhost\0.evil.test'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => server.checkIP('[::1]'), { code: 'ERR_INVALID_ARG_VALUE' });

assert.strictEqual(server.checkIssued(authority), true);
assert.strictEqual(authority.checkIssued(server), false);
assert.strictEqual(server.verify(authority.publicKey), true);
assert.strictEqual(server.verify(server.publicKey), false);
assert.strictEqual(server.checkPrivateKey(createPrivateKey(read('server-key'))), true);
assert.strictEqual(server.checkPrivateKey(createPrivateKey(read('client-key'))), false);

const legacy = server.toLegacyObject();
assert.deepStrictEqual(legacy.subject, Object.assign(Object.create(null), { CN: 'localhost' }));
assert.deepStrictEqual([legacy.bits, legacy.asn1Curve, legacy.nistCurve], [256, 'prime256v1', 'P-256']);

assert.throws(() => new X509Certificate('no certificate'), { code: 'ERR_OSSL_PEM_NO_START_LINE', library: 'PEM routines' });
assert.throws(() => new X509Certificate({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.deepStrictEqual(structuredClone(server).raw, server.raw);
