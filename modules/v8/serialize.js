// Values as bytes: v8.serialize, v8.deserialize and the classes below them.
'use strict';
const native = binding('serdes');
const { Buffer } = require('buffer');
const { setLength } = require('define');

function coded(ErrorClass, code, message) {
  return Object.assign(new ErrorClass(message), { code });
}

function requireNew(newTarget, name) {
  if (newTarget !== undefined) return;
  throw coded(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', `Class constructor ${name} cannot be invoked without 'new'`);
}

/**
 * Writes values in the format of the structured clone algorithm; subclasses override _writeHostObject() and its like.
 */
function Serializer() {
  requireNew(new.target, 'Serializer');
  return Reflect.construct(native.Serializer, [], new.target);
}
Serializer.prototype = native.Serializer.prototype;
Object.defineProperty(Serializer, 'prototype', { __proto__: null, writable: false });
Object.defineProperty(Serializer.prototype, 'constructor', { __proto__: null, value: Serializer });

for (const name of ['transferArrayBuffer', 'writeDouble', 'writeRawBytes', 'writeUint32', 'writeUint64', 'writeValue']) {
  setLength(Serializer.prototype[name], 0);
}

/** Makes the error that is thrown for a value that cannot be written. */
Serializer.prototype._getDataCloneError = Error;

/** Reads what a Serializer wrote into `buffer`, a view. Throws ERR_INVALID_ARG_TYPE. */
function Deserializer(buffer) {
  requireNew(new.target, 'Deserializer');
  if (!ArrayBuffer.isView(buffer)) {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'buffer must be a TypedArray or a DataView');
  }
  const self = Reflect.construct(native.Deserializer, [buffer], new.target);
  self.buffer = buffer;
  return self;
}
Deserializer.prototype = native.Deserializer.prototype;
Object.defineProperty(Deserializer, 'prototype', { __proto__: null, writable: false });
Object.defineProperty(Deserializer.prototype, 'constructor', { __proto__: null, value: Deserializer });
setLength(Deserializer.prototype.transferArrayBuffer, 0);

/** The next `length` bytes, as a view of the buffer that is read. */
Deserializer.prototype.readRawBytes = function readRawBytes(length) {
  const { buffer, byteOffset } = this.buffer;
  const offset = this._readRawBytes(length);
  return Buffer.from(buffer, byteOffset + offset, length);
};

// The kinds of views, each by its place here, in the bytes that the Default classes write for one.
const viewClasses = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
  Float64Array, DataView, Buffer, BigInt64Array, BigUint64Array, globalThis.Float16Array,
];
const DATA_VIEW = viewClasses.indexOf(DataView);
const BUFFER = viewClasses.indexOf(Buffer);
const kinds = new Map(viewClasses.map((View, kind) => [View?.name ?? 'Float16Array', kind]));

const TypedArray = Object.getPrototypeOf(Uint8Array);
const typedArrayTag = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;

function kindOf(view) {
  if (Buffer.isBuffer(view)) return BUFFER;
  const tag = typedArrayTag.call(view);
  return tag === undefined ? DATA_VIEW : kinds.get(tag);
}

/** A Serializer that writes views of ArrayBuffers without the rest of their buffers. */
class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(abView) {
    if (!ArrayBuffer.isView(abView)) {
      const shown = require('inspect').inspect(abView);
      throw new this._getDataCloneError(`Unserializable host object: ${shown}`);
    }
    this.writeUint32(kindOf(abView));
    this.writeUint32(abView.byteLength);
    this.writeRawBytes(new Uint8Array(abView.buffer, abView.byteOffset, abView.byteLength));
  }
}

/** Reads what DefaultSerializer wrote. */
class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const kind = this.readUint32();
    const byteLength = this.readUint32();
    const begin = this._readRawBytes(byteLength);
    return viewOf(this.buffer, kind, begin, byteLength);
  }
}

/** A view of the part of `source` that begins at `begin`, or of a copy where its kind cannot begin there. */
function viewOf(source, kind, begin, byteLength) {
  const { buffer } = source;
  const byteOffset = source.byteOffset + begin;
  if (kind === BUFFER) return Buffer.from(buffer, byteOffset, byteLength);
  const View = viewClasses[kind];
  if (View === undefined) throw new Error(`Unknown kind of ArrayBuffer view: ${kind}`);
  const size = View.BYTES_PER_ELEMENT ?? 1;
  if (byteOffset % size === 0) return new View(buffer, byteOffset, byteLength / size);
  return new View(buffer.slice(byteOffset, byteOffset + byteLength));
}

// --- All at once: one native call where the methods of the Default classes are those above. ---

const writing = [
  '_getDataCloneError', '_setTreatArrayBufferViewsAsHostObjects', '_writeHostObject', '_getSharedArrayBufferId', 'releaseBuffer',
  'writeHeader', 'writeRawBytes', 'writeUint32', 'writeValue',
];
const reading = ['_readHostObject', '_readRawBytes', 'readHeader', 'readUint32', 'readValue'];
const { prototype: writer } = DefaultSerializer;
const { prototype: reader } = DefaultDeserializer;
const writers = writing.map((name) => writer[name]);
const readers = reading.map((name) => reader[name]);

/** Whether the methods `names` of `object` are `methods`. */
function hasMethods(object, names, methods) {
  for (let i = 0; i < names.length; i++) {
    if (object[names[i]] !== methods[i]) return false;
  }
  return true;
}

/** The kind of a view that can be read; an error as of _writeHostObject() for anything else. */
function kindOfHostObject(object) {
  if (!ArrayBuffer.isView(object) || object.byteLength === 0) new DefaultSerializer()._writeHostObject(object);
  return kindOf(object);
}

/** @returns {Buffer} */
function serialize(value) {
  if (hasMethods(writer, writing, writers)) return native.serialize(value, kindOfHostObject);
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

/** @param {Buffer|TypedArray|DataView} buffer what serialize() returned */
function deserialize(buffer) {
  if (ArrayBuffer.isView(buffer) && hasMethods(reader, reading, readers)) {
    return native.deserialize(buffer, (kind, begin, byteLength) => viewOf(buffer, kind, begin, byteLength));
  }
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

module.exports = { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize };
