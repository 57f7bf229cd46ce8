'use strict';
// Text for URL, URLSearchParams, domainToASCII and source maps: what was parsed is written so that it parses again the same.
const assert = require('node:assert');
const { domainToASCII, domainToUnicode, parse } = require('node:url');
const { SourceMap } = require('node:module');
const { lookAtMemory, offer } = require('./_target');

function tryUrl(text, base) {
  const url = URL.parse(text, base);
  if (url === null) return;
  assert.strictEqual(new URL(url.href).href, url.href);
  assert.strictEqual(URL.canParse(text, base), true);
  for (const name of ['hash', 'host', 'hostname', 'password', 'pathname', 'port', 'protocol', 'search', 'username']) {
    url[name] = text;
    assert.strictEqual(new URL(url.href).href, url.href, name);
  }
}

/** @param {Buffer} input */
async function run(input) {
  const text = input.toString(input[0] & 1 ? 'utf8' : 'latin1', 1);
  tryUrl(text);
  tryUrl(text, 'http://user:pass@example.org:81/a/b?c#d');
  const query = new URLSearchParams(text);
  assert.deepStrictEqual([...new URLSearchParams(query.toString())], [...query]);
  domainToUnicode(domainToASCII(text));
  try {
    parse(text);
  } catch (error) {
    assert(error.code === 'ERR_INVALID_URL' || error instanceof URIError, error.stack);
  }
  try {
    const map = new SourceMap({ version: 3, sources: ['a.js'], names: ['n'], mappings: text });
    map.findEntry(input.length, 3);
    map.findOrigin(1, 1);
  } catch (error) {
    assert(error instanceof Error);
  }
  await lookAtMemory();
}

module.exports = { run };
offer(module, run);
