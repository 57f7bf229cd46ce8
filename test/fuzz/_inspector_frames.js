'use strict';
// What inspector.js's client and its seeds share: kinds of inputs, WebSocket frames (RFC 6455, section 5.2), and a question that is always right.

const MODES = {
  http: 0, // bytes as they are; '/@' stands for the path that is ours
  bytes: 1, // after the upgrade
  messages: 2, // after it, each line is a text message
  pieces: 3, // each line is a message of several frames
};
const QUESTION = '{"id":1,"method":"Runtime.evaluate","params":{"expression":"6*7"}}';

/** A client's frame, masked by zeros. @param {number} opcode of the first byte, with the bit for a message's end */
function frame(opcode, payload) {
  const head = payload.length < 126 ? [opcode, 0x80 | payload.length] : [opcode, 0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

module.exports = { MODES, QUESTION, frame };
