'use strict';
// node:punycode (deprecated): Punycode by RFC 3492, and domain names.

if (!require('call_site').calledFromNodeModules()) {
  require('process_object').emitWarning(
    'The `punycode` module is deprecated. Please use a userland alternative instead.', 'DeprecationWarning', 'DEP0040');
}

// Parameters of RFC 3492, 5.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const DELIMITER = '-';
const MAX_INT = 2147483647;

const nonAscii = /[^\0-\x7f]/;
const labelSeparators = /[.\u3002\uff0e\uff61]/g;

function invalidInput() {
  return new RangeError('Invalid input');
}

function overflow() {
  return new RangeError('Overflow: input needs wider integers to process');
}

/** The value of a digit, or BASE for what is none. */
function digitOf(code) {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  const letter = (code | 0x20) - 0x61;
  return code < 0x80 && letter >= 0 && letter < 26 ? letter : BASE;
}

function digit(value) {
  return String.fromCharCode(value < 26 ? value + 0x61 : value - 26 + 0x30);
}

/** RFC 3492, 6.1. */
function adapt(delta, count, isFirst) {
  delta = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  delta += Math.floor(delta / count);
  let k = 0;
  for (; delta > (BASE - T_MIN) * T_MAX >> 1; k += BASE) delta = Math.floor(delta / (BASE - T_MIN));
  return Math.floor(k + (BASE - T_MIN + 1) * delta / (delta + SKEW));
}

function threshold(k, bias) {
  return Math.min(Math.max(k - bias, T_MIN), T_MAX);
}

/**
 * The code points of a string. A surrogate without its other half is one.
 * @param {string} string
 * @returns {number[]}
 */
function ucs2decode(string) {
  const points = [];
  const { length } = string;
  for (let i = 0; i < length; i++) {
    const code = string.charCodeAt(i);
    const next = i + 1 < length && code >= 0xd800 && code <= 0xdbff ? string.charCodeAt(i + 1) : 0;
    if (next >= 0xdc00 && next <= 0xdfff) {
      points.push(((code & 0x3ff) << 10) + (next & 0x3ff) + 0x10000);
      i++;
    } else {
      points.push(code);
    }
  }
  return points;
}

/**
 * The string of code points.
 * @param {number[]} codePoints
 * @returns {string}
 */
const ucs2encode = (codePoints) => String.fromCodePoint(...codePoints);

/** Reads a variable-length integer at `index`: [its value added to `start`, the index behind it]. */
function readInteger(input, index, start, bias) {
  let value = start;
  for (let weight = 1, k = BASE; ; k += BASE) {
    if (index >= input.length) throw invalidInput();
    const digitValue = digitOf(input.charCodeAt(index++));
    if (digitValue >= BASE) throw invalidInput();
    if (digitValue > Math.floor((MAX_INT - value) / weight)) throw overflow();
    value += digitValue * weight;
    const t = threshold(k, bias);
    if (digitValue < t) return [value, index];
    if (weight > Math.floor(MAX_INT / (BASE - t))) throw overflow();
    weight *= BASE - t;
  }
}

/**
 * Decodes a Punycode string of ASCII characters.
 * @param {string} input
 * @returns {string}
 * @throws {RangeError} for bad input
 */
function decode(input) {
  const basic = Math.max(input.lastIndexOf(DELIMITER), 0);
  const output = [];
  for (let j = 0; j < basic; j++) {
    if (input.charCodeAt(j) >= 0x80) throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
    output.push(input.charCodeAt(j));
  }
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  for (let index = basic > 0 ? basic + 1 : 0; index < input.length;) {
    const start = i;
    [i, index] = readInteger(input, index, i, bias);
    const count = output.length + 1;
    bias = adapt(i - start, count, start === 0);
    if (Math.floor(i / count) > MAX_INT - n) throw overflow();
    n += Math.floor(i / count);
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** A number as a variable-length integer. */
function writeInteger(value, bias) {
  let text = '';
  for (let k = BASE; ; k += BASE) {
    const t = threshold(k, bias);
    if (value < t) return text + digit(value);
    const rest = BASE - t;
    text += digit(t + (value - t) % rest);
    value = Math.floor((value - t) / rest);
  }
}

/**
 * Encodes a string as Punycode.
 * @param {string} input
 * @returns {string}
 */
function encode(input) {
  const points = ucs2decode(input);
  const basic = points.filter((point) => point < 0x80);
  let output = String.fromCharCode(...basic);
  let handled = basic.length;
  if (handled > 0) output += DELIMITER;
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < points.length) {
    let next = MAX_INT;
    for (const point of points) if (point >= n && point < next) next = point;
    if (next - n > Math.floor((MAX_INT - delta) / (handled + 1))) throw overflow();
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > MAX_INT) throw overflow();
      if (point !== n) continue;
      output += writeInteger(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

/** Maps the labels of a domain name; what stands before an '@' is left alone. */
function mapLabels(input, callback) {
  const [first, second] = input.split('@');
  const domain = second === undefined ? first : second;
  const mapped = domain.replace(labelSeparators, '.').split('.').map(callback).join('.');
  return second === undefined ? mapped : `${first}@${mapped}`;
}

/**
 * A domain name or e-mail address with its Unicode labels in Punycode.
 * @param {string} input
 * @returns {string}
 */
function toASCII(input) {
  return mapLabels(input, (label) => (nonAscii.test(label) ? `xn--${encode(label)}` : label));
}

/**
 * A domain name or e-mail address with its Punycode labels decoded.
 * @param {string} input
 * @returns {string}
 */
function toUnicode(input) {
  return mapLabels(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));
}

module.exports = {
  version: '2.1.0',
  ucs2: { decode: ucs2decode, encode: ucs2encode },
  decode,
  encode,
  toASCII,
  toUnicode,
};
