'use strict';
// stream/consumers: all that a stream, or any other async iterable of chunks, gives, in one value.
const { Buffer } = require('buffer');

/** @param {AsyncIterable} stream @returns {Promise<Array>} its chunks */
async function chunksOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

/** @param {AsyncIterable} stream @returns {Promise<Blob>} strings in UTF-8 */
async function blob(stream) {
  return new (require('buffer').Blob)(await chunksOf(stream));
}

/** @param {AsyncIterable} stream @returns {Promise<ArrayBuffer>} */
async function arrayBuffer(stream) {
  return (await blob(stream)).arrayBuffer();
}

/** @param {AsyncIterable} stream @returns {Promise<Buffer>} */
async function buffer(stream) {
  return Buffer.from(await arrayBuffer(stream));
}

/** @param {AsyncIterable} stream strings, or bytes in UTF-8 @returns {Promise<string>} */
async function text(stream) {
  const chunks = await chunksOf(stream);
  const decoder = new TextDecoder();
  const pieces = chunks.map((chunk) => (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })));
  pieces.push(decoder.decode()); // what is left of a character that was cut
  return pieces.join('');
}

/** @param {AsyncIterable} stream a JSON text @returns {Promise<any>} @throws SyntaxError */
async function json(stream) {
  return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, text, json };
