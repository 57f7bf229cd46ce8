// IP addresses as text: what is one, and what it says.
'use strict';

const DOT = 46;
const COLON = 58;

/**
 * The number of an IPv4 address in text from `start` to its end; -1 when it is none. Four decimal numbers without
 * leading zeros, as inet_pton takes them.
 */
function parseV4(text, start) {
  let address = 0;
  let parts = 0;
  let index = start;
  const { length } = text;
  if (length - start < 7 || length - start > 15) return -1;
  for (;;) {
    const first = index;
    let number = 0;
    while (index < length) {
      const digit = text.charCodeAt(index) - 48;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
      index++;
    }
    const digits = index - first;
    if (digits === 0 || digits > 3 || number > 255 || (digits > 1 && text.charCodeAt(first) === 48)) return -1;
    address = address * 256 + number;
    if (++parts === 4) return index === length ? address : -1;
    if (text.charCodeAt(index) !== DOT) return -1;
    index++;
  }
}

function hexDigit(code) {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  return -1;
}

const groups = new Uint16Array(8); // what readV6() has read last

/**
 * Reads an IPv6 address into `groups`: 16 times how many of them were written, plus one more than where '::' stands, or plus 0 without
 * one; -1: it is none. A zone ('%eth0') is allowed and ignored. Rules: RFC 4291, section 2.2; RFC 4007, section 11.
 */
function readV6(text) {
  const zone = text.indexOf('%');
  if (zone >= 0) {
    if (!isZone(text, zone + 1)) return -1;
    text = text.slice(0, zone);
  }
  const { length } = text;
  if (length < 2 || length > 45) return -1;
  let count = 0;
  let gap = -1; // where '::' stands
  let index = 0;
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return -1;
    gap = 0;
    index = 2;
  }
  while (index < length) {
    if (count === 8) return -1;
    const first = index;
    let group = 0;
    for (let digit; index < length && (digit = hexDigit(text.charCodeAt(index))) >= 0; index++) group = group * 16 + digit;
    const digits = index - first;
    const next = index < length ? text.charCodeAt(index) : 0;
    if (next === DOT) {
      const v4 = parseV4(text, first);
      if (v4 < 0 || count > 6) return -1;
      groups[count++] = v4 >>> 16;
      groups[count++] = v4 & 0xffff;
      break;
    }
    if (digits === 0 || digits > 4) return -1;
    groups[count++] = group;
    if (index === length) break;
    if (next !== COLON) return -1;
    index++;
    if (index < length && text.charCodeAt(index) === COLON) {
      if (gap >= 0) return -1;
      gap = count;
      index++;
    } else if (index === length) {
      return -1; // ends in a single colon
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) return -1;
  return count * 16 + gap + 1;
}

/** The eight groups of an IPv6 address, as readV6() reads it; undefined when it is none. @returns {number[]|undefined} */
function parseV6(text) {
  const read = readV6(text);
  if (read < 0) return undefined;
  const count = read >> 4;
  const gap = (read & 15) - 1;
  const all = [];
  for (let i = 0; i < count; i++) {
    if (i === gap) for (let zeros = count; zeros < 8; zeros++) all.push(0);
    all.push(groups[i]);
  }
  while (all.length < 8) all.push(0); // '::' at the end
  return all;
}

function isZone(text, start) {
  if (start >= text.length) return false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i) | 32;
    const isLetterOrDigit = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (!isLetterOrDigit && !'-.:'.includes(text[i])) return false;
  }
  return true;
}

/** @returns {boolean} */
function isIPv4(input) {
  return parseV4(`${input}`, 0) >= 0;
}

/** @returns {boolean} */
function isIPv6(input) {
  return readV6(`${input}`) >= 0;
}

/** @returns {0|4|6} the version of the IP address `input`, 0 when it is none */
function isIP(input) {
  const text = `${input}`;
  if (parseV4(text, 0) >= 0) return 4;
  return readV6(text) >= 0 ? 6 : 0;
}

/** The shortest text of an IPv6 address. Rules: RFC 5952, section 4, with IPv4 tails as inet_ntop writes them. */
function formatV6(groups) {
  let bestStart = -1;
  let bestLength = 1;
  for (let i = 0; i < 8;) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > bestLength) {
      bestStart = i;
      bestLength = end - i;
    }
    i = end === i ? i + 1 : end;
  }
  const hex = (from, to) => groups.slice(from, to).map((group) => group.toString(16)).join(':');
  const isV4Tail = bestStart === 0 && (bestLength === 6 || (bestLength === 5 && groups[5] === 0xffff));
  if (isV4Tail) {
    const prefix = bestLength === 5 ? '::ffff:' : '::';
    return `${prefix}${groups[6] >> 8}.${groups[6] & 255}.${groups[7] >> 8}.${groups[7] & 255}`;
  }
  if (bestStart < 0) return hex(0, 8);
  return `${hex(0, bestStart)}::${hex(bestStart + bestLength, 8)}`;
}

/** A dotted quad. */
function formatV4(number) {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** The eight groups of an address of `family`, IPv4 mapped into IPv6; undefined when it is none. */
function groupsOf(address, family) {
  if (family === 'ipv6') return parseV6(address);
  const number = parseV4(address, 0);
  return number < 0 ? undefined : [0, 0, 0, 0, 0, 0xffff, number >>> 16, number & 0xffff];
}

/** lookup[kKnowsAddresses] is true where a look-up's answer to an address is that address: no need to ask. */
const kKnowsAddresses = Symbol('kKnowsAddresses');

module.exports = { kKnowsAddresses, isIP, isIPv4, isIPv6, parseV4, parseV6, formatV4, formatV6, groupsOf };
