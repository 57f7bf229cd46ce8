'use strict';
// stream/consumers: read a stream, or any async iterable, to its end.
const { Buffer } = require('buffer');

/** The whole as a Blob. */
async function blob(stream) {
  const { Blob } = require('buffer');
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Blob(chunks);
}

/** The whole as an ArrayBuffer. */
async function arrayBuffer(stream) {
  const whole = await blob(stream);
  return whole.arrayBuffer();
}

/** The whole as a Buffer. */
async function buffer(stream) {
  return Buffer.from(await arrayBuffer(stream));
}

/** The whole as a string; bytes are UTF-8. */
async function text(stream) {
  const decoder = new TextDecoder();
  let whole = '';
  for await (const chunk of stream) {
    whole += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  return whole + decoder.decode(); // Flushes an incomplete last character.
}

/** The whole, a JSON text, as a value. */
async function json(stream) {
  return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, text, json };
