'use strict';
// fetch() passes undici's fetch by where nobody can notice. A subscriber of undici's channels gets the ordinary way: here each
// random request is done in both, which have to come to the same. SEED=n COUNT=n for others.
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const { subscribe, unsubscribe } = require('node:diagnostics_channel');
const { Server, makeCase, randomFrom, run } = require('./_random_fetch');

const seed = Number(process.env.SEED ?? 15);
const count = Number(process.env.COUNT ?? 150);

function fetchOrdinarily(input, init) {
  const ignore = () => {};
  subscribe('undici:request:create', ignore);
  try {
    return fetch(input, init);
  } finally {
    unsubscribe('undici:request:create', ignore);
  }
}

finish(async () => {
  const random = randomFrom(seed);
  const server = new Server();
  await server.listen();
  for (let i = 0; i < count; i++) {
    const test = makeCase(random);
    const expected = await run(server, test, fetchOrdinarily);
    const seen = await run(server, test, fetch);
    assert.deepStrictEqual(seen, expected, `SEED=${seed}, request ${i}: ${JSON.stringify(test)}\n${JSON.stringify({ seen, expected }, null, 1)}`);
  }
  server.close();
});
