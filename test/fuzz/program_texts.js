'use strict';
// Text that programs read of others: files of variables, TypeScript, MIME types, patterns of paths, addresses and networks. Each
// is read or refused with an error that has a code, and what was written of it reads the same again.
// Input: the reader's number, bytes.
const assert = require('node:assert');
const { BlockList, SocketAddress, isIP } = require('node:net');
const path = require('node:path');
const { stripTypeScriptTypes } = require('node:module');
const { MIMEType, parseEnv, stripVTControlCharacters } = require('node:util');
const { lookAtMemory, offer } = require('./_target');

process.removeAllListeners('warning');
process.on('warning', () => {});

function attempt(run) {
  try {
    return run();
  } catch (error) {
    assert.strictEqual(typeof error.code, 'string', error.stack);
    return undefined;
  }
}

const READERS = [
  function variables(text) {
    for (const [name, value] of Object.entries(parseEnv(text))) {
      assert.strictEqual(typeof value, 'string');
      if (/^\w+$/.test(name) && /^\w+$/.test(value)) assert.deepStrictEqual({ ...parseEnv(`${name}=${value}`) }, { [name]: value });
    }
  },
  function types(text) {
    const code = attempt(() => stripTypeScriptTypes(text));
    if (code !== undefined) assert.strictEqual(code.length, text.length); // every position stays
    attempt(() => stripTypeScriptTypes(text, { mode: 'transform', sourceMap: true }));
  },
  function mimeTypes(text) {
    const type = attempt(() => new MIMEType(text));
    if (type !== undefined) assert.strictEqual(String(new MIMEType(String(type))), String(type));
    stripVTControlCharacters(text);
  },
  function addressesAndPatterns(text) {
    const list = new BlockList();
    const [address, prefix] = text.split('/');
    for (const family of ['ipv4', 'ipv6']) {
      attempt(() => list.addSubnet(address, Number(prefix), family));
      attempt(() => list.addAddress(address, family));
      attempt(() => list.check(address, family));
      const made = attempt(() => new SocketAddress({ address, family }));
      if (made !== undefined) assert.notStrictEqual(isIP(made.address), 0);
    }
    attempt(() => SocketAddress.parse(text));
    if (text.length < 60) path.matchesGlob('a/b/c.js', text);
  },
];

/** @param {Buffer} input */
async function run(input) {
  if (input.length === 0) return;
  READERS[input[0] % READERS.length](input.toString(input[0] & 128 ? 'latin1' : 'utf8', 1));
  await lookAtMemory();
}

module.exports = { run };
offer(module, run);
