'use strict';
// The host parser of the URL Standard (https://url.spec.whatwg.org/#host-parsing): domains, IPv4, IPv6, opaque hosts.
// A host goes in as text and comes out serialized; null is failure.

const { C0_CONTROL, percentEncode, percentDecode } = require('url/percent');

const forbiddenInHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const forbiddenInDomain = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;
const nonAscii = /[^\0-\x7f]/;
const punycodeLabel = /(?:^|\.)xn--/i;
const canonicalIpv4 = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const lastLabel = /(?:^|\.)([^.]+)\.?$/;
const numberLabel = /^(?:\d+|0[xX][0-9A-Fa-f]*)$/;

const idnaOptions = {
  checkHyphens: false,
  checkBidi: true,
  checkJoiners: true,
  useSTD3ASCIIRules: false,
  verifyDNSLength: false,
  transitionalProcessing: false,
  ignoreInvalidPunycode: false,
};

/** "Domain to ASCII" with beStrict false; null when the domain is not valid or empty. */
function domainToAscii(domain) {
  if (!nonAscii.test(domain) && !punycodeLabel.test(domain)) return domain === '' ? null : domain.toLowerCase();
  const ascii = require('tr46').toASCII(domain, idnaOptions);
  return ascii === null || ascii === '' ? null : ascii;
}

/** "Domain to Unicode" with beStrict false: labels that do not decode stay as they are. */
function domainToUnicode(domain) {
  return punycodeLabel.test(domain) ? require('tr46').toUnicode(domain, idnaOptions).domain : domain;
}

function endsInNumber(domain) {
  const match = lastLabel.exec(domain);
  return match !== null && numberLabel.test(match[1]);
}

/** One part of an IPv4 address: decimal, 0x hexadecimal or 0 octal; NaN on failure. */
function parseIpv4Number(text) {
  if (text === '') return NaN;
  if (/^0[xX]/.test(text)) {
    if (text.length === 2) return 0;
    return /^0[xX][0-9A-Fa-f]+$/.test(text) ? parseInt(text.slice(2), 16) : NaN;
  }
  if (text.length > 1 && text[0] === '0') return /^[0-7]+$/.test(text) ? parseInt(text, 8) : NaN;
  return /^\d+$/.test(text) ? parseInt(text, 10) : NaN;
}

function parseIpv4(domain) {
  if (canonicalIpv4.test(domain)) return domain;
  const parts = domain.split('.');
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  if (parts.length > 4) return null;
  const last = parts.length - 1;
  let address = 0;
  for (let i = 0; i <= last; i++) {
    const number = parseIpv4Number(parts[i]);
    // The last part may fill all bytes that the others left.
    const limit = i === last ? 256 ** (4 - last) : 256;
    if (!(number < limit)) return null;
    address += i === last ? number : number * 256 ** (3 - i);
  }
  return `${Math.floor(address / 0x1000000)}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** The dotted IPv4 tail of an IPv6 address as its two pieces; null on failure. */
function parseIpv4Tail(text) {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
  }
  return [Number(parts[0]) * 256 + Number(parts[1]), Number(parts[2]) * 256 + Number(parts[3])];
}

/** Colon-separated pieces ('' gives none) as numbers; a dotted IPv4 may end them when `mayEndInIpv4`. */
function parseIpv6Pieces(text, mayEndInIpv4) {
  const pieces = [];
  if (text === '') return pieces;
  const parts = text.split(':');
  for (let i = 0; i < parts.length; i++) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(parts[i])) {
      pieces.push(parseInt(parts[i], 16));
      continue;
    }
    const tail = mayEndInIpv4 && i === parts.length - 1 ? parseIpv4Tail(parts[i]) : null;
    if (tail === null) return null;
    pieces.push(tail[0], tail[1]);
  }
  return pieces;
}

/** The eight pieces of the address `text` (without brackets), or null. */
function parseIpv6(text) {
  const gap = text.indexOf('::');
  if (gap === -1) {
    const pieces = parseIpv6Pieces(text, true);
    return pieces !== null && pieces.length === 8 ? pieces : null;
  }
  const before = parseIpv6Pieces(text.slice(0, gap), false);
  const after = parseIpv6Pieces(text.slice(gap + 2), true);
  if (before === null || after === null || before.length + after.length > 7) return null;
  while (before.length + after.length < 8) before.push(0);
  return before.concat(after);
}

/** Start and length of the first longest run of two or more zero pieces. */
function longestZeroRun(pieces) {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && pieces[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    if (end > i) i = end;
  }
  return { start, length };
}

function serializeIpv6(pieces) {
  const zeros = longestZeroRun(pieces);
  let result = '[';
  for (let i = 0; i < 8; i++) {
    if (i === zeros.start) {
      result += i === 0 ? '::' : ':';
      i += zeros.length - 1;
      continue;
    }
    result += pieces[i].toString(16);
    if (i < 7) result += ':';
  }
  return result + ']';
}

/**
 * Parses a host.
 * @param {string} text what stands between '//' and the path, without credentials and port
 * @param {boolean} opaque whether the URL's scheme is not special
 * @returns {string | null} the serialized host, or null on failure
 */
function parseHost(text, opaque) {
  if (text.charCodeAt(0) === 91 /* [ */) {
    if (!text.endsWith(']')) return null;
    const pieces = parseIpv6(text.slice(1, -1));
    return pieces === null ? null : serializeIpv6(pieces);
  }
  if (opaque) return forbiddenInHost.test(text) ? null : percentEncode(text, C0_CONTROL);
  const domain = domainToAscii(percentDecode(text));
  if (domain === null || forbiddenInDomain.test(domain)) return null;
  return endsInNumber(domain) ? parseIpv4(domain) : domain;
}

module.exports = { parseHost, domainToAscii, domainToUnicode, canonicalIpv4 };
