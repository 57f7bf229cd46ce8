'use strict';
// A name server's answers, as c-ares and our reader of messages get them: each question ends, with records or an error.
// Input: the type's number, the behaviour (raw bytes, or behind a proper head), bytes.
const assert = require('node:assert');
const dgram = require('node:dgram');
const { Resolver } = require('node:dns').promises;
const { lookAtMemory, offer } = require('./_target');

const TYPES = ['A', 'AAAA', 'ANY', 'CAA', 'CNAME', 'MX', 'NAPTR', 'NS', 'PTR', 'SOA', 'SRV', 'TLSA', 'TXT'];
const HEAD = 12;
let answer;
let ready;

function start() {
  return new Promise((resolve) => {
    const server = dgram.createSocket('udp4', (question, { port, address }) => {
      server.send(answer(question), port, address);
    });
    server.bind(0, '127.0.0.1', () => {
      const resolver = new Resolver({ timeout: 50, tries: 1 });
      resolver.setServers([`127.0.0.1:${server.address().port}`]);
      resolve(resolver);
    });
  });
}

/** The question answered: `counts` are its numbers of records, `bytes` the records. */
function properAnswer(question, bytes) {
  const head = Buffer.from(question);
  head[2] |= 0x80; // an answer
  head[3] = 0x80;
  head.writeUInt16BE(1 + (bytes.length > 0 ? bytes[0] & 3 : 0), 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10); // no EDNS behind it
  let end = HEAD;
  while (question[end] !== 0) end += question[end] + 1;
  return Buffer.concat([head.subarray(0, end + 5), bytes.subarray(1)]);
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 3) return;
  ready ??= start();
  const resolver = await ready;
  const bytes = input.subarray(2);
  answer = (question) => {
    if (input[1] & 1) return properAnswer(question, bytes);
    const raw = Buffer.from(bytes);
    question.copy(raw, 0, 0, Math.min(2, raw.length)); // its id
    return raw;
  };
  try {
    await resolver.resolve('a.example', TYPES[input[0] % TYPES.length]);
  } catch (error) {
    assert.match(error.code, /^E[A-Z]+$/);
  }
  await lookAtMemory();
}

module.exports = { run, TYPES };
offer(module, run);
