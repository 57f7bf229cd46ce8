'use strict';
// The same text for many contexts, several certificates in one text, texts with something else in them: each context trusts what
// it was given and nothing else. A native method says what V8 says to a receiver that is none of its own.
const assert = require('node:assert');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');
const { meet } = require('./_pair');

const own = identity('self').cert;
const cases = [
  [authority, undefined],
  [own, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [[own, authority], undefined],
  [`${own}\n${authority}`, undefined],
  [`no certificate\n${authority}`, undefined],
  ['no certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [[], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [authority.toString('latin1'), undefined],
];

finish(async () => {
  for (let round = 0; round < 3; round++) {
    for (const [ca, code] of cases) {
      const { client, got } = await meet({ client: { ca } });
      assert.deepStrictEqual([client, got], [code, code === undefined ? 'answer' : ''], String(ca).slice(0, 60));
    }
  }
  const { setOptions } = tls.createSecureContext().context;
  assert.throws(() => setOptions.call({}), (error) => error instanceof TypeError && error.message === 'Illegal invocation' && !error.code);
});
