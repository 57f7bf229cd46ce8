'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');
const buffer = require('node:buffer');

// Small ones share a pool, subarrays share memory, copies do not.
const [first, second] = [Buffer.from('one'), Buffer.from('two')];
assert.strictEqual(first.buffer, second.buffer);
assert.strictEqual(first.buffer.byteLength, Buffer.poolSize);
assert.notStrictEqual(Buffer.allocUnsafeSlow(10).buffer, first.buffer);
const part = first.subarray(1);
part[0] = 0x4e;
assert.strictEqual(first.toString(), 'oNe');
assert.ok(part instanceof Buffer && first.slice(-2) instanceof Buffer);
const memory = new Uint16Array([1, 2]);
assert.strictEqual(Buffer.from(memory.buffer)[2], 2);
assert.deepStrictEqual([...Buffer.copyBytesFrom(memory, 1)], [2, 0]);
assert.deepStrictEqual([...Buffer.from(memory)], [1, 2]);

assert.deepStrictEqual([...Buffer.alloc(5, 'ab')], [97, 98, 97, 98, 97]);
assert.deepStrictEqual([...Buffer.alloc(3, '\u20ac')], [0xe2, 0x82, 0xac]);
assert.deepStrictEqual([...Buffer.alloc(4).fill(Buffer.from([1, 2, 3]), 1)], [0, 1, 2, 3]);
assert.deepStrictEqual([...Buffer.alloc(3).fill(257)], [1, 1, 1]);
assert.throws(() => Buffer.alloc(3, 'zz', 'hex'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => Buffer.alloc(-1), {
  code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "size" is out of range. It must be >= 0 && <= 9007199254740991. Received -1',
});

assert.strictEqual(Buffer.concat([first, second]).toString(), 'oNetwo');
assert.strictEqual(Buffer.concat([first, second], 4).toString(), 'oNet');
assert.deepStrictEqual([...Buffer.concat([first], 5)].slice(3), [0, 0]);
assert.throws(() => Buffer.concat([first, 'x']), {
  message: 'The "list[1]" argument must be an instance of Buffer or Uint8Array. Received type string (\'x\')',
});

assert.strictEqual(Buffer.compare(Buffer.from('a'), Buffer.from('ab')), -1);
assert.strictEqual(Buffer.from('xab').compare(Buffer.from('ab'), 0, 2, 1), 0);
assert.strictEqual(Buffer.from([255]).compare(Buffer.from([1, 1])), 1);
assert.strictEqual(Buffer.from('ab').equals(new Uint8Array([97, 98])), true);

// A copy within one buffer may overlap.
const overlapping = Buffer.from('abcdef');
assert.strictEqual(overlapping.copy(overlapping, 2, 0, 4), 4);
assert.strictEqual(overlapping.toString(), 'ababcd');
assert.strictEqual(overlapping.copy(Buffer.alloc(3), 2), 1);
assert.throws(() => overlapping.copy(Buffer.alloc(1), 0, 7), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => Buffer.alloc(0).copy(Buffer.alloc(9), 0, 1.5), {
  message: 'The value of "sourceStart" is out of range. It must be >= 0 && <= 0. Received 1', // as it is counted
});

assert.strictEqual(Buffer.from('0102030405060708', 'hex').swap64().swap32().swap16().toString('hex'),
                   '0605080702010403');
assert.throws(() => Buffer.alloc(3).swap16(), {
  code: 'ERR_INVALID_BUFFER_SIZE', message: 'Buffer size must be a multiple of 16-bits',
});
assert.deepStrictEqual(Buffer.from('hi').toJSON(), { type: 'Buffer', data: [104, 105] });
assert.deepStrictEqual(Buffer.from(JSON.parse(JSON.stringify(Buffer.from('hi')))), Buffer.from('hi'));
assert.strictEqual(inspect(Object.assign(Buffer.from('hi'), { name: 1 })), '<Buffer 68 69, name: 1>');
assert.match(inspect(Buffer.alloc(51)), /^<Buffer (00 ){50}\.\.\. 1 more byte>$/);

// Places that are no numbers, or none that is exact, are 0.
function copied(...places) {
  const target = Buffer.alloc(4, '.');
  return `${Buffer.from('0123').copy(target, ...places)} ${target}`;
}
assert.deepStrictEqual([copied(0, 0, NaN), copied(0, 0, Infinity), copied(0, 0, {}), copied(0, 0, null)], Array(4).fill('0 ....'));
assert.deepStrictEqual([copied(Infinity, NaN, 2), copied({}, Infinity, 2), copied(0, -Infinity, 2 ** 53 - 1)], ['2 01..', '2 01..', '4 0123']);
assert.throws(() => copied(0, Infinity, -1), { code: 'ERR_OUT_OF_RANGE', message: /"sourceEnd"/ });

assert.strictEqual(buffer.transcode(Buffer.from('\u20ac'), 'utf8', 'latin1').toString(), '?');
assert.strictEqual(buffer.isUtf8(Buffer.from([0xc3, 0xa9])), true);
assert.strictEqual(buffer.isUtf8(Buffer.from([0xc3])), false);
assert.strictEqual(buffer.isAscii(Buffer.from([0x80])), false);
assert.strictEqual(atob(' aGk= '), 'hi');
assert.strictEqual(btoa('\xff'), '/w==');
assert.throws(() => atob('aGk=='), { name: 'InvalidCharacterError', code: 5 });
assert.throws(() => btoa('\u20ac'), { name: 'InvalidCharacterError' });
