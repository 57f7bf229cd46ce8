'use strict';
const assert = require('node:assert');
const dns = require('node:dns');
const { AsyncLocalStorage } = require('node:async_hooks');
const { startNameServer, record, name } = require('./_name_server.js');
const finish = require('../../../test/_finish');

finish(async () => {
  let answer = [];
  const asked = [];
  const server = await startNameServer((question) => {
    asked.push(question);
    return answer;
  });
  const resolver = new dns.promises.Resolver({ timeout: 50_000, tries: 1 });
  resolver.setServers([server.host]);

  for (const [failure, code] of [[1, 'EFORMERR'], [2, 'ESERVFAIL'], [3, 'ENOTFOUND'], [4, 'ENOTIMP'], [5, 'EREFUSED']]) {
    answer = failure;
    await assert.rejects(resolver.resolveMx('example.org'), (error) => {
      assert.strictEqual(error.message, `queryMx ${code} example.org`);
      assert.deepStrictEqual({ ...error }, { errno: undefined, code, syscall: 'queryMx', hostname: 'example.org' });
      return true;
    });
  }
  answer = [];
  await assert.rejects(resolver.resolveTxt('example.org'), { message: 'queryTxt ENODATA example.org' });
  await assert.rejects(resolver.resolve4('a..b'), { message: 'queryA EBADNAME a..b' });
  await assert.rejects(resolver.resolve4('hidden.onion'), { message: 'queryA ENOTFOUND hidden.onion' });
  assert.ok(!asked.includes('hidden.onion'));
  answer = [Buffer.from([0])]; // an answer cut short
  const hasty = new dns.promises.Resolver({ timeout: 100, tries: 1 });
  hasty.setServers([server.host]);
  await assert.rejects(hasty.resolve4('example.org'), { code: /EBADRESP|ETIMEOUT/ });

  // Backwards.
  answer = [record('4.3.2.1.in-addr.arpa', 'PTR', name('host.example.org'))];
  assert.deepStrictEqual(await resolver.reverse('1.2.3.4'), ['host.example.org']);
  assert.strictEqual(asked.at(-1), '4.3.2.1.in-addr.arpa');
  answer = 3;
  await assert.rejects(resolver.reverse('2001:db8::1'), { message: 'getHostByAddr ENOTFOUND 2001:db8::1' });
  await assert.rejects(resolver.reverse('host'), { message: 'getHostByAddr EINVAL host', errno: -22 });
  assert.throws(() => dns.reverse('host', () => {}), { message: 'getHostByAddr EINVAL host' });

  // No answer; and cancelled.
  answer = undefined;
  const impatient = new dns.promises.Resolver({ timeout: 20, tries: 4, maxTimeout: 40 });
  impatient.setServers([server.host]);
  asked.length = 0;
  await assert.rejects(impatient.resolve4('silent.example.org'), { message: 'queryA ETIMEOUT silent.example.org' });
  assert.strictEqual(asked.length, 4);

  const storage = new AsyncLocalStorage();
  const patient = new dns.Resolver();
  patient.setServers([server.host]);
  const ended = [];
  const all = new Promise((resolve) => {
    for (const host of ['one', 'two']) {
      storage.run(host, () => patient.resolve4(host, (error) => {
        ended.push([error.message, storage.getStore()]);
        if (ended.length === 2) resolve();
      }));
    }
  });
  assert.throws(() => patient.setServers(['127.0.0.1']), {
    code: 'ERR_DNS_SET_SERVERS_FAILED',
    message: 'c-ares failed to set servers: "There are pending queries." [[ \'127.0.0.1\' ]]',
  });
  patient.cancel();
  assert.deepStrictEqual(ended, []);
  await all;
  assert.deepStrictEqual(ended, [['queryA ECANCELLED one', 'one'], ['queryA ECANCELLED two', 'two']]);
  patient.setServers(['127.0.0.1:1']);
  await new Promise((resolve) => {
    patient.resolve4('x', (error) => {
      assert.strictEqual(error.message, 'queryA ECONNREFUSED x');
      resolve();
    });
  });
  server.close();
});
