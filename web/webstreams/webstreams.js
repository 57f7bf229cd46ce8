'use strict';
// Web streams, as the WHATWG Streams specification has them. `require('stream/web')` is this for users.
// Also shown: transfer.
const { ReadableStreamDefaultController } = require('webstreams/default_controller');
const { ReadableByteStreamController, ReadableStreamBYOBRequest } = require('webstreams/byte_controller');
const { ReadableStream, ReadableStreamBYOBReader, ReadableStreamDefaultReader } = require('webstreams/readable');
const { WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter } = require('webstreams/writable');
const { TransformStream, TransformStreamDefaultController } = require('webstreams/transform');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require('webstreams/strategies');
const { TextDecoderStream, TextEncoderStream } = require('webstreams/encoding');
const { CompressionStream, DecompressionStream } = require('webstreams/compression');

module.exports = {
  ReadableStream,
  ReadableStreamDefaultReader,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableByteStreamController,
  ReadableStreamDefaultController,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultWriter,
  WritableStreamDefaultController,
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  TextEncoderStream,
  TextDecoderStream,
  CompressionStream,
  DecompressionStream,
};
