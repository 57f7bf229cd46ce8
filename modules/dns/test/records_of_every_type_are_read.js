'use strict';
const assert = require('node:assert');
const dns = require('node:dns');
const { startNameServer, record, name, text, u16, u32 } = require('./_name_server.js');
const finish = require('../../../test/_finish');

const OWNER = 'example.org';
const own = (type, data, ttl) => record(OWNER, type, data, ttl);
const soa = { nsname: 'ns.example.org', hostmaster: 'admin.example.org', serial: 4294967295, refresh: 2, retry: 3,
              expire: 4, minttl: 5 };
const tlsa = { certUsage: 3, selector: 1, match: 2, data: new Uint8Array([9, 8, 7]).buffer };

// Each: type, what the server has, the plain result, and what resolveAny makes of it.
const cases = [
  ['A', [own('A', Buffer.from([1, 2, 3, 4]), 5)], ['1.2.3.4'], [{ address: '1.2.3.4', ttl: 5, type: 'A' }]],
  ['AAAA', [own('AAAA', Buffer.from('20010db8000000000000000000000001', 'hex'), 9)], ['2001:db8::1'],
   [{ address: '2001:db8::1', ttl: 9, type: 'AAAA' }]],
  ['MX', [own('MX', Buffer.concat([u16(10), name('mail.example.org')]))],
   [{ exchange: 'mail.example.org', priority: 10, type: 'MX' }],
   [{ exchange: 'mail.example.org', priority: 10, type: 'MX' }]],
  ['NS', [own('NS', name('a.example.org')), own('NS', name('b.example.org'))], ['a.example.org', 'b.example.org'],
   [{ value: 'a.example.org', type: 'NS' }, { value: 'b.example.org', type: 'NS' }]],
  ['TXT', [own('TXT', Buffer.concat([text('one'), text('tw\xf6')])), own('TXT', text(''))], [['one', 'tw\xf6'], ['']],
   [{ entries: ['one', 'tw\xf6'], type: 'TXT' }, { entries: [''], type: 'TXT' }]],
  ['SRV', [own('SRV', Buffer.concat([u16(1, 2, 3), name('s.example.org')]))],
   [{ name: 's.example.org', port: 3, priority: 1, weight: 2, type: 'SRV' }],
   [{ name: 's.example.org', port: 3, priority: 1, weight: 2, type: 'SRV' }]],
  ['PTR', [own('PTR', name('p.example.org'))], ['p.example.org'], [{ value: 'p.example.org', type: 'PTR' }]],
  ['NAPTR', [own('NAPTR', Buffer.concat([u16(100, 50), text('s'), text('SIP'), text('!x!'), name('r.example.org')]))],
   [{ flags: 's', service: 'SIP', regexp: '!x!', replacement: 'r.example.org', order: 100, preference: 50 }],
   [{ flags: 's', service: 'SIP', regexp: '!x!', replacement: 'r.example.org', order: 100, preference: 50,
      type: 'NAPTR' }]],
  ['SOA', [own('SOA', Buffer.concat([name(soa.nsname), name(soa.hostmaster), u32(4294967295, 2, 3, 4, 5)]))],
   soa, [{ ...soa, type: 'SOA' }]],
  ['TLSA', [own('TLSA', Buffer.from([3, 1, 2, 9, 8, 7]))], [tlsa], [tlsa]],
  ['CAA', [own('CAA', Buffer.concat([Buffer.from([128]), text('issue'), Buffer.from('ca.org')]))],
   [{ critical: 128, type: 'CAA', issue: 'ca.org' }], [{ critical: 128, type: 'CAA', issue: 'ca.org' }]],
  ['CNAME', [own('CNAME', name('c.example.org'))], ['c.example.org'], [{ value: 'c.example.org', type: 'CNAME' }]],
];

// Node's records of NAPTR, SOA and TLSA have a type that is undefined.
function defined(records) {
  for (const each of [records].flat()) if (typeof each === 'object' && each.type === undefined) delete each.type;
  return records;
}

finish(async () => {
  let records = [];
  const server = await startNameServer((asked) => {
    assert.strictEqual(asked, OWNER);
    return records;
  });
  const resolver = new dns.promises.Resolver();
  resolver.setServers([server.host]);
  const method = (type) => ({ A: 'resolve4', AAAA: 'resolve6' })[type] ?? `resolve${type[0]}${type.slice(1).toLowerCase()}`;

  for (const [type, held, plain, typed] of cases) {
    records = held;
    assert.deepStrictEqual(defined(await resolver.resolve(OWNER, type)), plain, type);
    assert.deepStrictEqual(defined(await resolver[method(type)](OWNER)), plain, type);
    assert.deepStrictEqual(await resolver.resolveAny(OWNER), typed, type);
  }

  // Grouped by type, whatever their order was.
  records = ['TXT', 'AAAA', 'MX', 'A'].flatMap((type) => cases.find(([other]) => other === type)[1]);
  const any = await resolver.resolveAny(OWNER);
  assert.deepStrictEqual(any.map(({ type }) => type), ['A', 'AAAA', 'MX', 'TXT', 'TXT']);

  records = [...cases[0][1], own('A', Buffer.from([5, 6, 7, 8]), 60)];
  assert.deepStrictEqual(await resolver.resolve4(OWNER, { ttl: true }),
                         [{ address: '1.2.3.4', ttl: 5 }, { address: '5.6.7.8', ttl: 60 }]);
  records = [own('CNAME', name('c.example.org')), record('c.example.org', 'A', Buffer.from([9, 9, 9, 9]))];
  assert.deepStrictEqual(await resolver.resolve4(OWNER), ['9.9.9.9']);
  assert.deepStrictEqual(await resolver.resolve6(OWNER), []);
  records = cases[0][1];
  await assert.rejects(resolver.resolve6(OWNER), { code: 'ENODATA' });

  // With callbacks, and by the default resolver.
  dns.setServers([server.host]);
  records = cases[0][1];
  const request = dns.resolve(OWNER, (error, addresses) => {
    assert.strictEqual(error, null);
    assert.deepStrictEqual(addresses, ['1.2.3.4']);
    server.close();
  });
  assert.deepStrictEqual(Object.keys(request), ['bindingName', 'callback', 'hostname', 'oncomplete', 'ttl']);
  assert.strictEqual(request.constructor.name, 'QueryReqWrap');
});
