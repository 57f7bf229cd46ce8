'use strict';
// tls.checkServerIdentity compares the name letter by letter: nothing is decoded, shortened or turned into Punycode.
const assert = require('node:assert');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

finish(async () => {
  const others = [['\n.b.com', '*n.b.com'], ['a\tb.com', 'ab.com'], ['a%62.com', 'ab.com'], ['\u00e4.com', 'xn--4ca.com'], ['1.2.3', '1.2.0.3'], ['0x7f.1', '127.0.0.1'], ['.a.com', '.a.com'], ['a_b.com', '*.com']];
  for (const [host, name] of others) {
    const { code, reason } = tls.checkServerIdentity(host, { subject: { CN: name } });
    assert.deepStrictEqual([code, reason], ['ERR_TLS_CERT_ALTNAME_INVALID', `Host: ${host}. is not cert's CN: ${name}`]);
  }
  for (const [host, name] of [['A.com.', 'a.COM'], ['a_b.x.com', '*.x.com'], ['a:80.com', 'a:80.com']]) {
    assert.strictEqual(tls.checkServerIdentity(host, { subject: { CN: name } }), undefined);
  }
});
