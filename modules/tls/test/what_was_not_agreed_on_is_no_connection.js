'use strict';
// Versions, protocols and ciphers without overlap, a downgrade in the middle, and tickets that were altered or are another's.
const assert = require('node:assert');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { identity } = require('./_pem');
const { meet } = require('./_pair');

const nothing = { got: '', asked: '', reused: false };
const all = { client: undefined, server: undefined, got: 'answer', asked: 'ask', reused: false };
const seen = ({ client, server, got, asked, reused }) => ({ client, server, got, asked, reused });

async function refused(options, code) {
  const { client, ...rest } = seen(await meet(options));
  assert.deepStrictEqual(rest, { server: code, ...nothing });
  assert.notStrictEqual(client, undefined);
}

// Hides from the server that the client offers TLS 1.3: the first byte of the extension's number, supported_versions.
function stripVersions(bytes, isFromClient, count) {
  if (!isFromClient || count > 0) return bytes;
  const altered = Buffer.from(bytes);
  altered[altered.indexOf('002b0005040304', 'hex') + 1] = 0xfa;
  return altered;
}

finish(async () => {
  assert.deepStrictEqual(seen(await meet({})), all);
  await refused({ client: { minVersion: 'TLSv1.3' }, server: { maxVersion: 'TLSv1.2' } }, 'ERR_SSL_UNSUPPORTED_PROTOCOL');
  await refused({ client: { maxVersion: 'TLSv1.2' }, server: { minVersion: 'TLSv1.3' } }, 'ERR_SSL_UNSUPPORTED_PROTOCOL');
  await refused({ client: { ALPNProtocols: ['b'] }, server: { ALPNProtocols: ['a'] } }, 'ERR_SSL_NO_APPLICATION_PROTOCOL');
  await refused({
    client: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, server: { ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' },
  }, 'ERR_SSL_NO_SHARED_CIPHER');

  const stripped = await meet({ change: stripVersions });
  assert.deepStrictEqual([stripped.client, stripped.got, stripped.asked], ['ERR_SSL_INAPPROPRIATE_FALLBACK', '', '']);

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
    const options = { ...identity('server'), maxVersion, sessionIdContext: 'test' };
    const context = tls.createSecureContext(options);
    const { session, ...first } = await meet({ context });
    assert.deepStrictEqual(seen(first), all);
    assert.deepStrictEqual(seen(await meet({ context, client: { session } })), { ...all, reused: true });
    // Each of these connects anew, as if there had been no ticket.
    const altered = Buffer.from(session);
    altered[Math.floor(session.length * 0.9)] ^= 1; // the ticket is the longest and last of it
    assert.deepStrictEqual(seen(await meet({ context, client: { session: altered } })), all);
    const otherKeys = tls.createSecureContext(options);
    assert.deepStrictEqual(seen(await meet({ context: otherKeys, client: { session } })), all);
  }
});
