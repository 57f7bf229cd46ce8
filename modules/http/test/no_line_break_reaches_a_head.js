// eddy only: Node looks with methods that programs can replace, and not again at what changes later
'use strict';
// Names, values, phrases and trailers with control characters are refused whatever was replaced, and what is looked at is what
// is sent.
const assert = require('node:assert');
const http = require('node:http');
const finish = require('../../../test/_finish');

const response = () => new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 });
const BREAK = 'a\r\nX: y';

const attempts = {
  'setHeader, name': () => response().setHeader(BREAK, 'b'),
  'setHeader, value': () => response().setHeader('a', BREAK),
  'appendHeader, name': () => response().appendHeader(BREAK, 'b'),
  'appendHeader, value': () => response().appendHeader('a', BREAK),
  'writeHead, name': () => response().writeHead(200, { [BREAK]: 'b' }),
  'writeHead, value': () => response().writeHead(200, { a: BREAK }),
  'writeHead, list': () => response().writeHead(200, ['a', BREAK]),
  'writeHead, list of values': () => response().writeHead(200, { a: ['b', BREAK] }),
  'writeHead, phrase': () => response().writeHead(200, BREAK),
  'statusMessage': () => Object.assign(response(), { statusMessage: BREAK }).writeHead(200),
  'addTrailers, name': () => response().addTrailers({ [BREAK]: 'b' }),
  'addTrailers, value': () => response().addTrailers({ a: BREAK }),
  'writeEarlyHints': () => response().writeEarlyHints({ link: '</a>; rel=preload', a: BREAK }),
  'validateHeaderName': () => http.validateHeaderName(BREAK),
  'validateHeaderValue': () => http.validateHeaderValue('a', BREAK),
  'beyond Latin-1': () => response().setHeader('a', '\u010a'),
};

const replacements = [
  [RegExp.prototype, 'test', () => true], [RegExp.prototype, 'test', () => false], [RegExp.prototype, 'exec', () => null],
  [String.prototype, 'toLowerCase', () => 'a'], [Map.prototype, 'get', () => 'a'], [Map.prototype, 'has', () => true],
  [String.prototype, 'charCodeAt', () => 97], [Array.prototype, 'includes', () => false],
];

function codeOf(attempt) {
  try {
    attempt();
  } catch (error) {
    return error.code;
  }
  return 'nothing';
}

finish(async () => {
  const refusals = ['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN'];
  for (const [name, attempt] of Object.entries(attempts)) {
    assert.ok(refusals.includes(codeOf(attempt)), `${name}: ${codeOf(attempt)}`);
    for (const [object, key, replacement] of replacements) {
      const original = object[key];
      object[key] = replacement;
      const code = codeOf(attempt);
      object[key] = original;
      assert.notStrictEqual(code, 'nothing', `${name}, ${key} replaced`); // how it is refused may depend on it
    }
  }
  // A list that is changed once it was set.
  const list = ['b'];
  const changed = response();
  changed.setHeader('a', list);
  list.push(BREAK);
  assert.strictEqual(codeOf(() => changed.writeHead(200)), 'ERR_INVALID_CHAR');
  // Objects that become another text each time.
  const turncoat = () => { let count = 0; return { toString: () => count++ % 2 === 0 ? 'good' : BREAK }; };
  for (const set of [(r) => r.setHeader('a', turncoat()), (r) => r.writeHead(200, { a: turncoat() }), (r) => r.writeHead(200, ['a', turncoat()]),
                     (r) => { r.statusMessage = turncoat(); }]) {
    const one = response();
    if (codeOf(() => { set(one); if (one._header === null) one.writeHead(200); }) !== 'nothing') continue;
    assert.ok(!one._header.includes('X: y'), one._header);
  }
  // The table of phrases is a program's to change, but not to break lines with.
  http.STATUS_CODES[299] = BREAK;
  assert.strictEqual(codeOf(() => response().writeHead(299)), 'ERR_INVALID_CHAR');
});
