'use strict';
// Makes certificates that no tool would: names with a NUL, wildcards in the wrong place, any time of validity. Signed by the
// authority of the fixtures, so that nothing but what a test asks for is wrong with them.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { authority } = require('./_pem');

const authorityKey = crypto.createPrivateKey(fs.readFileSync(path.join(__dirname, 'fixtures', 'authority-key.pem')));
const authorityName = Buffer.from(
  // C=XX, O=eddy, CN=Authority of tests
  '3039310b3009060355040613025858310d300b060355040a0c0465646479311b301906035504030c12417574686f72697479206f66207465737473', 'hex');

// DER: tag, length, content (X.690).
function element(tag, ...contents) {
  const content = Buffer.concat(contents.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
const sequence = (...parts) => element(0x30, ...parts);
const oid = (hex) => element(0x06, Buffer.from(hex, 'hex'));
const time = (date) => element(0x18, `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`); // GeneralizedTime
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (commonName) => sequence(element(0x31, sequence(oid('550403'), element(0x0c, commonName))));

const makers = {
  dns: (name) => element(0x82, name),
  uri: (text) => element(0x86, text),
  email: (text) => element(0x81, text),
  ip: (bytes) => element(0x87, Buffer.from(bytes)),
};

/**
 * @param {{commonName?: string, names?: [string, string|number[]][], from?: Date, to?: Date}} parts `names`: of the subject
 *   alternative name, such as ['dns', 'a.test'] or ['ip', [127, 0, 0, 1]]
 * @returns {{key: string, cert: string}} in PEM
 */
function makeCertificate({ commonName = 'localhost', names, from = new Date(0), to = new Date('2100-01-01') }) {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const alternatives = names && sequence(oid('551d11'), element(0x04, sequence(...names.map(([kind, value]) => makers[kind](value)))));
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))), // version 3
    element(0x02, Buffer.concat([Buffer.from([1]), crypto.randomBytes(8)])),
    ecdsaWithSha256, authorityName, sequence(time(from), time(to)), nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(alternatives ? [element(0xa3, sequence(alternatives))] : []),
  );
  const signature = crypto.sign('sha256', body, authorityKey);
  const der = sequence(body, ecdsaWithSha256, element(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

module.exports = { authority, makeCertificate };
