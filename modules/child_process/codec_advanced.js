// Messages between processes in the format of the structured clone algorithm, each after its length in four bytes, the
// most significant first.
'use strict';
const { Buffer } = require('buffer');
const { DefaultSerializer, DefaultDeserializer } = require('v8');

const LENGTH_BYTES = 4;

// What V8 hands to us: views of buffers, and objects of native classes, of which only the properties are sent.
const VIEW = 0;
const PLAIN = 1;

class MessageSerializer extends DefaultSerializer {
  _writeHostObject(object) {
    if (ArrayBuffer.isView(object)) {
      this.writeUint32(VIEW);
      super._writeHostObject(object);
    } else {
      this.writeUint32(PLAIN);
      this.writeValue({ ...object });
    }
  }
}

class MessageDeserializer extends DefaultDeserializer {
  _readHostObject() {
    return this.readUint32() === VIEW ? super._readHostObject() : this.readValue();
  }
}

class AdvancedCodec {
  #chunks = []; // of messages that are not whole yet
  #size = 0;

  /** @returns {Buffer} */
  encode(message) {
    const serializer = new MessageSerializer();
    serializer.writeHeader();
    serializer.writeValue(message);
    const body = serializer.releaseBuffer();
    const length = Buffer.allocUnsafe(LENGTH_BYTES);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, body]);
  }

  /** The messages that are whole with `chunk`. @param {Buffer} chunk @returns {any[]} */
  decode(chunk) {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#wanted()) return [];
    let bytes = this.#joined();
    const messages = [];
    while (bytes.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + bytes.readUInt32BE(0);
      if (bytes.length < end) break;
      // A copy: what a message holds begins where its numbers are aligned, and does not keep the others alive.
      const deserializer = new MessageDeserializer(Buffer.from(bytes.subarray(LENGTH_BYTES, end)));
      deserializer.readHeader();
      messages.push(deserializer.readValue());
      bytes = bytes.subarray(end);
    }
    this.#chunks = bytes.length > 0 ? [bytes] : [];
    this.#size = bytes.length;
    return messages;
  }

  // Bytes there must be until the first message is whole, as far as one can tell.
  #wanted() {
    if (this.#size < LENGTH_BYTES) return LENGTH_BYTES;
    if (this.#chunks[0].length < LENGTH_BYTES) this.#joined();
    return LENGTH_BYTES + this.#chunks[0].readUInt32BE(0);
  }

  #joined() {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#size)];
    return this.#chunks[0];
  }

  get inMessage() {
    return this.#size > 0;
  }
}

module.exports = { AdvancedCodec };
