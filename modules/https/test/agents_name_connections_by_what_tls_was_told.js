'use strict';
// https.Agent: connections share a name when TLS was told the same; sessions are kept by name, the oldest go first.
const assert = require('node:assert');
const https = require('node:https');

const NAMED = [
  'ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername', 'minVersion', 'maxVersion',
  'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'sigalgs',
  'privateKeyIdentifier', 'privateKeyEngine',
];
const agent = new https.Agent();
const nameOf = (place, text) => `localhost::${':'.repeat(place + 1)}${text}${':'.repeat(NAMED.length - 1 - place)}`;

assert.strictEqual(agent.getName(), `localhost::${':'.repeat(NAMED.length)}`);
NAMED.forEach((option, place) => {
  const quoted = option === 'sigalgs' ? '"x"' : 'x';
  assert.strictEqual(agent.getName({ [option]: 'x' }), nameOf(place, quoted), option);
  const tellsFalse = ['rejectUnauthorized', 'honorCipherOrder', 'secureOptions'].includes(option);
  for (const value of [false, 0, null]) {
    assert.strictEqual(agent.getName({ [option]: value }), nameOf(place, tellsFalse ? value : ''), option);
  }
});
assert.strictEqual(agent.getName({ host: 'a.test', port: 1, localAddress: '::1', family: 6, socketPath: '/s', servername: 'a.test' }),
                   `a.test:1:::1:6:/s${':'.repeat(NAMED.length)}`);
assert.strictEqual(agent.getName({ host: 'a.test', servername: 'b.test' }), `a.test::${':'.repeat(8)}b.test${':'.repeat(12)}`);

const sessionsOf = ({ _sessionCache: { map, list } }) => [{ ...map }, [...list]];
const keeper = new https.Agent({ maxCachedSessions: 2 });
for (const [key, session] of [['a', 1], ['b', 2], ['a', 3], ['c', 4]]) keeper._cacheSession(key, session);
assert.deepStrictEqual(sessionsOf(keeper), [{ b: 2, c: 4 }, ['b', 'c']]);
assert.deepStrictEqual([keeper._getSession('a'), keeper._getSession('c')], [undefined, 4]);
keeper._evictSession('none');
keeper._evictSession('b');
assert.deepStrictEqual(sessionsOf(keeper), [{ c: 4 }, ['c']]);

const none = new https.Agent({ maxCachedSessions: 0 });
none._cacheSession('a', 1);
assert.deepStrictEqual(sessionsOf(none), [{}, []]);
assert.strictEqual(agent.maxCachedSessions, 100);
assert.deepStrictEqual([agent.defaultPort, agent.protocol, agent.keepAlive], [443, 'https:', false]);
assert.deepStrictEqual([https.globalAgent.keepAlive, https.globalAgent.options.timeout], [true, 5000]);
