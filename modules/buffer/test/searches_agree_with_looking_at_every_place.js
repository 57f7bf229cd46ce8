'use strict';
// Random haystacks long enough for what looks at many places at a time, needles in every encoding, every kind of offset.
const assert = require('node:assert');
const { randomFrom } = require('../../../test/_random');

const first = Number(process.argv[2] ?? 1);
const random = randomFrom(first);

/** Places are whole units from the haystack's beginning. */
function search(haystack, needle, start, forward, unit) {
  const last = haystack.length - needle.length;
  if (needle.length < unit) return -1;
  const from = Math.floor(start / unit) * unit;
  for (let at = forward ? from : Math.min(from, Math.floor(last / unit) * unit); at >= 0 && at <= last;
    at += forward ? unit : -unit) {
    if (haystack.compare(needle, 0, needle.length, at, at + needle.length) === 0) return at;
  }
  return -1;
}

const letters = ['a', 'b', 'c', '\u00e9', '\u0416'];
const text = (length, kinds) => Array.from({ length }, () => letters[random(kinds)]).join('');
const encodings = ['utf8', 'latin1', 'utf16le', 'ascii', 'hex', 'base64'];
let found = 0;

for (let round = 0; round < 6000; round++) {
  const encoding = encodings[random(encodings.length)];
  const unit = encoding === 'utf16le' ? 2 : 1;
  const kinds = 2 + random(encoding === 'utf8' || unit === 2 ? 4 : 3);
  const whole = Buffer.from(text(random(400), kinds), unit === 2 ? 'utf16le' : 'utf8');
  const haystack = unit === 2 ? whole : whole.subarray(random(40));
  let wanted = text(1 + random(random(4) === 0 ? 60 : 6), kinds);
  if (encoding === 'latin1' || encoding === 'ascii') wanted = wanted.replace(/[^\x00-\x7f]/g, 'a');
  const needle = Buffer.from(wanted, unit === 2 ? 'utf16le' : 'utf8');
  if (encoding === 'hex' || encoding === 'base64') wanted = needle.toString(encoding);
  const start = random(haystack.length + 1);
  const message = `seed ${first}, round ${round}, ${encoding}, ${wanted} from ${start}`;
  const expected = search(haystack, needle, start, true, unit);
  const expectedLast = search(haystack, needle, start, false, unit);
  if (expected >= 0) found++;
  assert.strictEqual(haystack.indexOf(wanted, start, encoding), expected, message);
  assert.strictEqual(haystack.lastIndexOf(wanted, start, encoding), expectedLast, message);
  assert.strictEqual(haystack.includes(wanted, start, encoding), expected !== -1, message);
  if (start < haystack.length) {
    assert.strictEqual(haystack.indexOf(wanted, start - haystack.length, encoding), expected, message);
    assert.strictEqual(haystack.lastIndexOf(wanted, start - haystack.length, encoding), expectedLast, message);
  }
  const bytesEncoding = unit === 2 ? 'utf16le' : undefined;
  assert.strictEqual(haystack.indexOf(needle, start, bytesEncoding), expected, message);
  assert.strictEqual(haystack.lastIndexOf(new Uint8Array(needle), start, bytesEncoding), expectedLast, message);
}
assert.ok(found > 1000, `${found} found`);

// Nothing is found across the end, and each byte of a needle counts.
for (let size = 1; size < 130; size++) {
  const haystack = Buffer.alloc(200, '.');
  const needle = Buffer.from(Array.from({ length: size }, (_, i) => 33 + (i % 90)));
  needle.copy(haystack, 200 - size);
  assert.strictEqual(haystack.indexOf(needle), 200 - size);
  assert.strictEqual(haystack.lastIndexOf(needle), 200 - size);
  assert.strictEqual(haystack.subarray(0, 199).indexOf(needle), -1);
  assert.strictEqual(haystack.subarray(0, 199).lastIndexOf(needle), -1);
  const other = Buffer.from(needle);
  other[size >> 1] ^= 1;
  assert.strictEqual(haystack.indexOf(other), -1);
  assert.strictEqual(haystack.lastIndexOf(other), -1);
}
