'use strict';
// The inputs that fuzzing of the binary formats starts from, made by this runtime: each begins with the numbers that its
// target reads first.
const crypto = require('node:crypto');
const v8 = require('node:v8');
const zlib = require('node:zlib');

const text = 'A text that occurs, that occurs again, and a dictionary of words that occur. '.repeat(4);

function textDecoderSeeds() {
  const bytes = ['41d6d0808140fe4f', '8130d3309439fc3684319533', 'a4a4c6a188', 'c3e68eb18fb0a1f9a1', '1b244243661b284a5c1b2849311b2842',
                 '9286b18740fa5c', 'f1e9b0a1a2e8', 'efbbbf41e282acf09f9880ed', '2d4e3dd800de', 'fffe41', '41f0', '2b2f3d3d'];
  const seeds = [];
  for (let label = 0; label < 16; label++) {
    for (const hex of bytes) seeds.push(Buffer.concat([Buffer.from([label, label * 7]), Buffer.from(hex, 'hex')]));
  }
  return seeds;
}

function compressedSeeds() {
  const dictionary = Buffer.from('a dictionary of words that occur');
  const seeds = [];
  const add = (format, options, bytes) => { seeds.push(Buffer.concat([Buffer.from([format | options, seeds.length]), bytes])); };
  for (const options of [0, 16, 64]) {
    add(0, options, zlib.gzipSync(text));
    add(0, options, Buffer.concat([zlib.gzipSync('one'), zlib.gzipSync('two'), Buffer.alloc(3)]));
    add(1, options, zlib.deflateSync(text, { level: 9 }));
    add(1, options | 128, zlib.deflateSync(text, { dictionary }));
    add(2, options, zlib.deflateRawSync(text, { strategy: zlib.constants.Z_FIXED }));
    add(2, options | 128, zlib.deflateRawSync(text, { dictionary }));
    add(3, options, zlib.deflateSync(text, { windowBits: 9 }));
    add(3, options, zlib.gzipSync(Buffer.alloc(100_000)));
    add(4, options, zlib.brotliCompressSync(text));
    add(4, options, zlib.brotliCompressSync(Buffer.alloc(1 << 20)));
    add(5, options, zlib.zstdCompressSync(text, { params: { [zlib.constants.ZSTD_c_checksumFlag]: 1 } }));
    add(5, options, Buffer.concat([zlib.zstdCompressSync('one'), zlib.zstdCompressSync('two')]));
  }
  return seeds;
}

/** Keys of fixed numbers, so that seeds are the same each time. */
function fixedKeys() {
  const ecdh = crypto.createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.alloc(32, 7));
  const point = ecdh.getPublicKey();
  const ec = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url'),
               d: Buffer.alloc(32, 7).toString('base64url') };
  const ed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 9)]);
  return [crypto.createPrivateKey({ key: ec, format: 'jwk' }), crypto.createPrivateKey({ key: ed, format: 'der', type: 'pkcs8' })];
}

function keySeeds() {
  const seeds = [];
  const add = (reader, bytes, option = 0) => { seeds.push(Buffer.concat([Buffer.from([reader, option]), Buffer.from(bytes)])); };
  for (const key of fixedKeys()) {
    const open = crypto.createPublicKey(key);
    add(0, key.export({ format: 'pem', type: 'pkcs8' }));
    add(1, key.export({ format: 'der', type: 'pkcs8' }));
    add(4, open.export({ format: 'pem', type: 'spki' }));
    add(5, open.export({ format: 'der', type: 'spki' }));
    add(7, JSON.stringify(open.export({ format: 'jwk' })));
    add(8, JSON.stringify(key.export({ format: 'jwk' })));
    // Locked; what locks is random.
    const lock = { cipher: 'aes-128-cbc', passphrase: 'secret' };
    add(0, key.export({ format: 'pem', type: 'pkcs8', ...lock }), 1);
    add(1, key.export({ format: 'der', type: 'pkcs8', ...lock }), 1);
    if (key.asymmetricKeyType === 'ec') {
      add(0, key.export({ format: 'pem', type: 'sec1' }));
      add(3, key.export({ format: 'der', type: 'sec1' }));
    }
  }
  const rsa = Buffer.from('302402010002031000010203010001020300d5b102020101020201000202010102020101020101', 'hex'); // of the shape of one
  for (const reader of [2, 6]) add(reader, rsa);
  add(7, '{"kty":"RSA","n":"0d0Q","e":"AQAB"}');
  add(8, '{"kty":"OKP","crv":"X25519","x":"AAAA","d":"AAAA"}');
  const signature = Buffer.from('3006020101020102', 'hex');
  for (const reader of [10, 11, 12, 13, 14]) add(reader, signature);
  const [ec] = fixedKeys();
  const { x, y } = ec.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  for (const reader of [15, 16]) add(reader, point);
  return seeds;
}

function clonedSeeds() {
  const circle = { list: [] };
  circle.list.push(circle);
  const values = [
    undefined, null, true, 1, -1.5, 2n ** 70n, 'text', '\u20ac text', new Date(0), /a/giu, [1, , 3], { a: 1, 2: 'b' }, circle,
    new Map([[1, { a: 2 }]]), new Set(['a', 1]), new Error('message', { cause: 1 }), new RangeError('x'), new Uint8Array(9), Buffer.from('abc'),
    new Float64Array([1, NaN]), new DataView(new ArrayBuffer(5)), new ArrayBuffer(7), Object(1n), Object('s'), Object(false),
    new ArrayBuffer(4, { maxByteLength: 16 }), { deep: { er: { deep: [{ a: [new Map([['k', new Set([1])]])] }] } } },
  ];
  return values.map((value) => v8.serialize(value));
}

function dnsSeeds() {
  const record = (type, data) => `c00c${type}00010000003c${(data.length / 2).toString(16).padStart(4, '0')}${data}`;
  const records = [
    record('0001', '7f000001'), record('001c', '00'.repeat(15) + '01'), record('0005', '0162c00c'), record('000f', '000a0162c00c'),
    record('0002', '0162c00c'), record('000c', '0162c00c'), record('0006', `0162c00c0163c00c${'00000001'.repeat(5)}`),
    record('0010', '03616263026465'), record('0021', '000100020050' + '0162c00c'), record('0023', '000100020173016603' + '2e2a2e' + '00'),
    record('0034', '030101' + 'ab'.repeat(8)), record('0101', '0005697373756563612e6578616d706c65'), record('0001', '7f0000'), record('000f', 'c00c'),
  ];
  return records.flatMap((hex, i) => [0, 1].map((proper) => (
    Buffer.concat([Buffer.from([i, proper, 1 + i % 3]), Buffer.from(hex, 'hex')]))));
}

function urlSeeds() {
  const texts = [
    'http://example.org/a/../b?c=d#e', 'https://us%40er:p@[::1]:8080/%41', 'file:///C:/a|b', '//host/p', '\\\\host\\p', 'data:text/plain,x', 'a:b',
    'http://xn--nxasmq6b/', 'http://b\u00fccher.example', 'http://0x7f.1/', 'http://1.2.3.256', '?a=1&a=2&%zz=+', 'AAAA;AACA,CAAC;;EAAEA', 'gC,gBAAgB',
    'http://a b/', 'javascript:alert(1)', 'http://%00/', 'ws://h:65536', 'blob:http://a/b',
  ];
  return texts.flatMap((each) => [0, 1].map((utf8) => Buffer.concat([Buffer.from([utf8]), Buffer.from(each)])));
}

function wasiSeeds() {
  const { FUNCTIONS } = require('./wasi_calls');
  const number = (name) => FUNCTIONS.findIndex(([each]) => each === name);
  // Arguments as wasi_calls.js reads them: 3 is the folder; 160 + i a path, 176 two pieces of memory, 97 and on places.
  const open = (at) => [number('path_open'), 3, 1, 160 + at, 4, 1, 198, 198, 0, 98];
  const call = (name, ...args) => [number(name), ...args];
  const lists = [
    ...FUNCTIONS.map(([name, types]) => call(name, ...[...types].map((type, i) => (i === 0 ? 3 : 97 + i)))),
    [...open(0), ...call('fd_read', 4, 176, 2, 98), ...call('fd_seek', 4, 0, 0, 98), ...call('fd_write', 4, 176, 2, 98)],
    [...open(0), ...call('fd_pread', 4, 176, 2, 4, 98), ...call('fd_filestat_get', 4, 100), ...call('fd_renumber', 4, 0)],
    [...open(1), ...call('fd_readdir', 4, 110, 159, 0, 98), ...call('fd_readdir', 3, 110, 40, 1, 98)],
    ...Array.from({ length: 16 }, (_, i) => [...open(i), ...call('path_filestat_get', 3, 1, 160 + i, 14, 100), ...call('path_unlink_file', 3, 160 + i, 14)]),
    [...call('path_symlink', 163, 2, 3, 168, 1), ...call('path_readlink', 3, 168, 1, 110, 50, 98), ...call('path_rename', 3, 168, 1, 3, 161, 1)],
    [...call('path_link', 3, 1, 165, 1, 3, 168, 1), ...call('path_create_directory', 3, 168, 1), ...call('path_remove_directory', 3, 168, 1)],
    [...call('poll_oneoff', 96, 100, 2, 98), ...call('random_get', 96, 192), ...call('sched_yield'), ...call('random_get', 193, 64)],
  ];
  return lists.map((list) => Buffer.from(list));
}

const HELLO_12 = '16030100780100007403033c12219e9f0fe822f05a658addb7d51e3d0f92ed745a6aaae6299b367fed5f62000004c02f00ff010000470000000e000c0000096c' +
  '6f63616c686f7374000b000403000102000a00040002001d002300000010000b000908687474702f312e310016000000170000000d0006000404030804';
const HELLO_13 = '16030100cf010000cb030342be668f40227588d0b990380c8a3d456e4da8c801676062afde396ce3766c1e202b6236fd23a9b0d3d11bbf64104dca70a6086e6' +
  '4a3e398489de7cecaa423a9a30004130100ff0100007e0000000e000c0000096c6f63616c686f7374000b000403000102000a00040002001d002300000010000b0009' +
  '08687474702f312e310016000000170000000d0006000404030804002b0003020304002d00020101003300260024001d00209ddc6a3a07ad4417f45c41476dc7c1cf' +
  '6fd1e465fb3951dd9f50d0d0ce5ba03a';
const SERVER_HELLO = '160303007a020000760303e1b8d9ecc8d5f1fcabd573c049c529377209e8a7e27c19f73f30cf33966d75c82073c6a987dcfaccfa3e2dd3fb36405227' +
  'b5fc6f66557de0958c47c11db5cbc3fe130100002e002b0002030400330024001d0020df414e5652dfe69e3795d5b205ce0df49e7431b5abc69440d48b6dcd06fc55' +
  '4b140303000101';

function tlsSeeds() {
  const raw = [HELLO_12, HELLO_13, '474554202f20485454502f312e310d0a0d0a', '15030300020100', '150303000202', '1703030005aabbccddee', '80280103010000', ''];
  const seeds = raw.flatMap((hex) => [1, 1 | 16 | 32, 1 | 4 | 128].map((options) => Buffer.from(`${options.toString(16).padStart(2, '0')}${hex}`, 'hex')));
  for (const hex of [SERVER_HELLO, '15030300020228', '485454502f312e31']) seeds.push(Buffer.from(`02${hex}`, 'hex'));
  // Two that talk: what each does, and what becomes of the records.
  const talks = [[], [1, 3, 5, 2, 4], [1, 10, 180, 0, 9, 3, 200, 7], [3, 3, 7, 15, 16, 17, 225, 1, 9], [23, 22, 1, 1, 1], [5, 5, 235, 240, 250],
                 [9, 11, 0, 8, 19, 21, 6], [12, 25, 1, 24, 3]];
  for (const talk of talks) {
    for (const options of [0, 4, 8 | 16 | 32, 64, 4 | 64, 4 | 8]) seeds.push(Buffer.from([options, ...talk, ...talk, ...talk]));
  }
  return seeds;
}

function programTextSeeds() {
  const texts = ['A=b\nC="d\\ne"\n#c\nexport D=\'f\'\nE=`g\nh`\n', 'A=1 # c\n=x\n  B = 2', 'let a: number = 1; type B = { c: string };',
                 'class A<T> extends B implements C { private d?: T; declare e; abstract f(): void }', 'enum A { B = 1 }', 'namespace A { export const b = 1 }',
                 'const a = <T,>(b: T): b is string => c as any satisfies d; import type { e } from "f";', 'text/html; charset="a b"; q=1', '!a/**/[b-d]{e,f}?.js',
                 '192.168.0.0/24', '::1%lo', '{"version":3,"sources":[]}'];
  return texts.flatMap((text) => [0, 1, 2, 3].map((reader) => Buffer.concat([Buffer.from([reader]), Buffer.from(text)])));
}

/** Of each target: its inputs, as Buffers. */
function byteSeeds() {
  return {
    text_decoder: textDecoderSeeds(), compressed: compressedSeeds(), keys: keySeeds(), cloned_values: clonedSeeds(), dns_answers: dnsSeeds(),
    urls_and_maps: urlSeeds(), wasi_calls: wasiSeeds(), tls_records: tlsSeeds(), program_texts: programTextSeeds(),
  };
}

module.exports = { byteSeeds };
