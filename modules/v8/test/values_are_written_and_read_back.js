// v8.serialize and deserialize, their classes, and what cannot be written.
'use strict';
const assert = require('node:assert');
const v8 = require('node:v8');

const circular = { list: [1, 'two', null, undefined, true, -0, NaN, 10n ** 30n] };
circular.self = circular;
for (const value of [
  circular, 'text', '\u4e2d\u6587', 7, new Map([[{}, new Set([1])]]), new Date(8), /re/gi, [, 1], new Error('message'),
  Buffer.from('bytes'), new Uint8Array(3), new Float64Array([1.5]), new DataView(new ArrayBuffer(4), 1, 2),
  new BigUint64Array([2n ** 63n]), new Uint8ClampedArray([300]), new ArrayBuffer(5), Object(1), new Int16Array([-1, 2]),
]) {
  const copy = v8.deserialize(v8.serialize(value));
  assert.deepStrictEqual(copy, value);
}
assert.strictEqual(v8.serialize({ foo: 1 }).toString('hex'), 'ff0f6f2203666f6f49027b01');
assert.strictEqual(v8.serialize(Buffer.from('abc')).toString('hex'), 'ff0f5c0a03616263');
assert.strictEqual(v8.serialize(new Uint16Array(1)).toString('hex'), 'ff0f5c04020000');

// A view from the middle of bytes, aligned or not, of any kind of view.
const bytes = Buffer.concat([Buffer.alloc(1), v8.serialize([new Uint32Array([1, 2])])]).subarray(1);
assert.deepStrictEqual(v8.deserialize(bytes), [new Uint32Array([1, 2])]);
assert.deepStrictEqual(v8.deserialize(new DataView(bytes.buffer, bytes.byteOffset, bytes.length)),
                       [new Uint32Array([1, 2])]);

for (const [value, message] of [
  [() => {}, '() => {} could not be cloned.'],
  [Symbol('s'), 'Symbol(s) could not be cloned.'],
  [new WeakMap(), '#<WeakMap> could not be cloned.'],
  [new Proxy({}, {}), '#<Object> could not be cloned.'],
  [new SharedArrayBuffer(1), '#<SharedArrayBuffer> could not be cloned.'],
]) {
  assert.throws(() => v8.serialize({ value }), { name: 'Error', message });
}
const noView = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: 'buffer must be a TypedArray or a DataView' };
assert.throws(() => v8.deserialize('x'), noView);
assert.throws(() => new v8.Deserializer(), noView);
for (const Class of [v8.Serializer, v8.Deserializer]) {
  assert.throws(() => Class(), {
    code: 'ERR_CONSTRUCT_CALL_REQUIRED', message: `Class constructor ${Class.name} cannot be invoked without 'new'`,
  });
}
assert.throws(() => v8.deserialize(Buffer.from('ff')),
              { message: 'Unable to deserialize cloned data due to invalid or unsupported version.' });
assert.throws(() => v8.deserialize(Buffer.from('ff0f7a', 'hex')), { message: 'Unable to deserialize cloned data.' });

// Numbers and bytes of the user's own, read in the order in which they were written.
const writer = new v8.Serializer();
writer.writeHeader();
writer.writeUint32(2 ** 32 - 1);
writer.writeUint64(1, 2);
writer.writeDouble(0.1);
writer.writeRawBytes(new Uint16Array([0x4241]));
assert.strictEqual(writer.writeValue('end'), true);
assert.throws(() => writer.writeRawBytes('x'), { message: 'source must be a TypedArray or a DataView' });
const reader = new v8.Deserializer(writer.releaseBuffer());
assert.strictEqual(reader.readHeader(), true);
assert.strictEqual(reader.getWireFormatVersion(), 15);
assert.strictEqual(reader.readUint32(), 2 ** 32 - 1);
assert.deepStrictEqual(reader.readUint64(), [1, 2]);
assert.strictEqual(reader.readDouble(), 0.1);
assert.strictEqual(reader.readRawBytes(2).toString(), 'AB');
assert.strictEqual(reader.readValue(), 'end');
assert.throws(() => reader.readUint32(), { message: 'ReadUint32() failed' });
assert.throws(() => reader.readUint64(), { message: 'ReadUint64() failed' });
assert.throws(() => reader.readDouble(), { message: 'ReadDouble() failed' });
assert.throws(() => reader.readRawBytes(1), { message: 'ReadRawBytes() failed' });

// Buffers that are transferred, and hooks of subclasses.
const buffer = new ArrayBuffer(3);
const sender = new v8.Serializer();
sender.transferArrayBuffer(0, buffer);
sender.writeValue({ buffer });
const receiver = new v8.Deserializer(sender.releaseBuffer());
receiver.transferArrayBuffer(0, buffer);
assert.strictEqual(receiver.readValue().buffer, buffer);

class Refusing extends v8.DefaultSerializer {
  _getDataCloneError(message) { return new RangeError(`refused: ${message}`); }
}
assert.throws(() => new Refusing().writeValue(Symbol()), { name: 'RangeError', message: /^refused: Symbol\(\) could/ });

class Viewing extends v8.DefaultSerializer {
  _writeHostObject(view) {
    this.writeUint32(view.length);
  }
}
class Counting extends v8.DefaultDeserializer {
  _readHostObject() {
    return { length: this.readUint32() };
  }
}
const viewing = new Viewing();
viewing.writeValue([new Uint8Array(9)]);
assert.deepStrictEqual(new Counting(viewing.releaseBuffer()).readValue(), [{ length: 9 }]);
