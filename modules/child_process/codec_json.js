// Messages between processes as lines of JSON.
'use strict';
const { StringDecoder } = require('string_decoder');

class JsonCodec {
  #decoder = new StringDecoder('utf8');
  #begin = ''; // of a line whose end has not come yet

  /** @returns {string} */
  encode(message) {
    return `${JSON.stringify(message)}\n`;
  }

  /** The messages that are whole with `chunk`. @param {Buffer} chunk @returns {any[]} */
  decode(chunk) {
    const lines = this.#decoder.write(chunk).split('\n');
    const begin = lines.pop();
    if (lines.length === 0) {
      this.#begin += begin;
      return [];
    }
    lines[0] = this.#begin + lines[0];
    this.#begin = begin;
    return lines.map((line) => JSON.parse(line));
  }

  /** Has a message begun whose end is missing? */
  get inMessage() {
    return this.#begin !== '';
  }
}

module.exports = { JsonCodec };
