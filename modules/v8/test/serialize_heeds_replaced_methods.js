'use strict';
// v8.serialize() and v8.deserialize() do what the methods of DefaultSerializer and DefaultDeserializer do, those that a program has
// put in their place included.
const assert = require('node:assert');
const v8 = require('node:v8');

const { DefaultDeserializer, DefaultSerializer } = v8;
const views = { bytes: new Uint8Array([1, 2, 3]), doubles: new Float64Array([1.5]), text: Buffer.from('text'), none: new Int16Array(0) };
const value = { a: [1, 'x', null, undefined, 1n], map: new Map([[{}, new Set([1])]]), date: new Date(5), ...views };

const serializer = new DefaultSerializer();
serializer.writeHeader();
serializer.writeValue(value);
const bytes = v8.serialize(value);
assert.deepStrictEqual(bytes, serializer.releaseBuffer());
assert.deepStrictEqual(v8.deserialize(bytes), value);
const part = Buffer.concat([Buffer.from('xyz'), bytes]).subarray(3);
assert.deepStrictEqual(v8.deserialize(part), value);

assert.throws(() => v8.serialize(() => {}), { constructor: Error, message: '()=>{} could not be cloned.'.replace('()=>{}', '() => {}') });
assert.throws(() => v8.serialize({ get a() { throw new RangeError('from a getter'); } }), RangeError);
assert.throws(() => v8.deserialize('text'), { code: 'ERR_INVALID_ARG_TYPE', message: 'buffer must be a TypedArray or a DataView' });
assert.throws(() => v8.deserialize(Buffer.from('ff0fff', 'hex')), { message: 'Unable to deserialize cloned data.' });
assert.throws(() => v8.deserialize(Buffer.from('ff0f5c63', 'hex')), Error);

const detached = new Uint8Array(8);
structuredClone(detached.buffer, { transfer: [detached.buffer] });
assert.throws(() => v8.serialize({ detached }), TypeError);

const { _writeHostObject } = DefaultSerializer.prototype;
const written = [];
DefaultSerializer.prototype._writeHostObject = function(view) {
  written.push(view);
  return Reflect.apply(_writeHostObject, this, [view]);
};
assert.deepStrictEqual(v8.serialize(value), bytes);
assert.deepStrictEqual(written, Object.values(views));
DefaultSerializer.prototype._writeHostObject = _writeHostObject;

DefaultSerializer.prototype._getDataCloneError = TypeError;
assert.throws(() => v8.serialize(() => {}), TypeError);
delete DefaultSerializer.prototype._getDataCloneError;
assert.throws(() => v8.serialize(() => {}), { constructor: Error });

const { _readHostObject } = DefaultDeserializer.prototype;
DefaultDeserializer.prototype._readHostObject = function() { return { view: Reflect.apply(_readHostObject, this, []) }; };
assert.deepStrictEqual(v8.deserialize(v8.serialize([views.bytes])), [{ view: views.bytes }]);
DefaultDeserializer.prototype._readHostObject = _readHostObject;
