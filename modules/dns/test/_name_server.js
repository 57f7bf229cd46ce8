'use strict';
// A name server on loopback: answers each question with the records that `answer(name, type)` gives, or with a failure.
const dgram = require('node:dgram');

const u16 = (...numbers) => Buffer.from(numbers.flatMap((number) => [number >> 8, number & 255]));
const u32 = (...numbers) => Buffer.concat(numbers.map((number) => u16(number >>> 16, number & 65535)));
const text = (value) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')]);
const name = (value) => Buffer.concat([...value.split('.').filter(Boolean).map(text), Buffer.from([0])]);

const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, TLSA: 52, CAA: 257 };

/** A record as bytes. */
function record(owner, type, data, ttl = 300) {
  return Buffer.concat([name(owner), u16(TYPES[type], 1), u32(ttl), u16(data.length), data]);
}

function parseQuestion(message) {
  const labels = [];
  let at = 12;
  while (message[at] !== 0) {
    labels.push(message.latin1Slice(at + 1, at + 1 + message[at]));
    at += message[at] + 1;
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), bytes: message.subarray(12, at + 5) };
}

/**
 * @param {(name: string, type: number) => Buffer[]|number|undefined} answer records, the code of a failure, or undefined
 *   for no answer at all
 * @returns {Promise<dgram.Socket>} its address is in `host`
 */
async function startNameServer(answer) {
  const server = dgram.createSocket('udp4', (message, { address, port }) => {
    const question = parseQuestion(message);
    const answers = answer(question.name, question.type);
    if (answers === undefined) return;
    const [failure, records] = typeof answers === 'number' ? [answers, []] : [0, answers];
    const head = [message.subarray(0, 2), u16(0x8180 | failure, 1, records.length, 0, 0), question.bytes];
    server.send(Buffer.concat([...head, ...records]), port, address);
  });
  await new Promise((resolve) => { server.bind(0, '127.0.0.1', resolve); });
  server.host = `127.0.0.1:${server.address().port}`;
  return server;
}

module.exports = { startNameServer, record, name, text, u16, u32 };
