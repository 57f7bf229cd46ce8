'use strict';
// The basic URL parser of the URL Standard (https://url.spec.whatwg.org/#url-parsing), in two speeds: one scan for
// URLs that are already in their serialized form, and the standard's states, a function each, for everything else.
// parse() gives Components or null; the set* functions are the parser with a state override.

const { Components, UrlRecord, NOT_SPECIAL, FILE, driveLetter, normalizedDriveLetter } = require('url/components');
const { parseHost, canonicalIpv4 } = require('url/host');
const {
  C0_CONTROL, FRAGMENT, QUERY, SPECIAL_QUERY, PATH, USERINFO, encodeSets, percentEncode,
} = require('url/percent');

const SLASH = 47;
const BACKSLASH = 92;
const DOT = 46;
const COLON = 58;
const QUESTION = 63;
const HASH = 35;
const PERCENT = 37;

// --- One scan for what needs no change. ---

const tail = { searchStart: -1, hashStart: -1 };

/**
 * Whether `text` from `i` on is a path, query and fragment of a special URL that serialize to themselves;
 * leaves the offsets of the last two in `tail`.
 */
function scanTail(text, i) {
  const length = text.length;
  let set = PATH;
  let previous = SLASH;
  tail.searchStart = -1;
  tail.hashStart = -1;
  if (i < length && text.charCodeAt(i) === SLASH) i++;
  for (; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) return false;
    if ((encodeSets[c] & set) !== 0) {
      if (c === QUESTION && set === PATH) {
        set = SPECIAL_QUERY;
        tail.searchStart = i;
      } else if (c === HASH && set !== FRAGMENT) {
        set = FRAGMENT;
        tail.hashStart = i;
      } else {
        return false;
      }
    } else if (set === PATH) {
      // A segment that begins with '.' or '%2e' may be a dot segment.
      if (c === BACKSLASH || (previous === SLASH && (c === DOT || c === PERCENT))) return false;
      previous = c;
    }
  }
  return true;
}

/** Where a host of lower-case letters, digits, '-', '_' and '.' ends, or -1 when it needs the host parser. */
function scanHost(text, start) {
  const length = text.length;
  let labelStart = start;
  let lastLabelStart = start;
  let i = start;
  for (; i < length; i++) {
    const c = text.charCodeAt(i);
    if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 45 || c === 95) continue;
    if (c === DOT) {
      if (text.startsWith('xn--', labelStart)) return -1;
      lastLabelStart = labelStart;
      labelStart = i + 1;
      continue;
    }
    if (c === SLASH || c === COLON || c === QUESTION || c === HASH) break;
    return -1;
  }
  if (i === start || text.startsWith('xn--', labelStart)) return -1;
  if (labelStart < i) lastLabelStart = labelStart;
  const first = text.charCodeAt(lastLabelStart);
  // A last label that begins with a digit may make the host an IPv4 address.
  if (first >= 48 && first <= 57 && !canonicalIpv4.test(text.slice(start, i))) return -1;
  return i;
}

/** The port of one to five digits at `i`, without leading zero and in range, or -1. */
function scanPort(text, i) {
  let port = 0;
  const start = i;
  for (; i < text.length && i < start + 6; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) break;
    port = port * 10 + c - 48;
  }
  return i === start || text.charCodeAt(start) === 48 || port > 65535 ? -1 : port;
}

function digitsOf(port) {
  if (port < 100) return port < 10 ? 1 : 2;
  return port < 1000 ? 3 : port < 10000 ? 4 : 5;
}

/** http:, https:, ws: and wss: URLs without credentials whose parts need no change; undefined for all others. */
function parseSerializedHttp(text) {
  let type, protocolEnd, defaultPort;
  if (text.startsWith('https://')) {
    type = 2;
    protocolEnd = 6;
    defaultPort = 443;
  } else if (text.startsWith('http://')) {
    type = 0;
    protocolEnd = 5;
    defaultPort = 80;
  } else {
    return undefined;
  }
  const hostStart = protocolEnd + 2;
  const hostEnd = scanHost(text, hostStart);
  if (hostEnd === -1) return undefined;
  let pathnameStart = hostEnd;
  let port = -1;
  if (text.charCodeAt(hostEnd) === COLON) {
    port = scanPort(text, hostEnd + 1);
    if (port === -1 || port === defaultPort) return undefined;
    pathnameStart = hostEnd + 1 + digitsOf(port);
  }
  if (pathnameStart < text.length) {
    if (text.charCodeAt(pathnameStart) !== SLASH || !scanTail(text, pathnameStart)) return undefined;
    return new Components(text, type, protocolEnd, hostStart, hostStart, hostEnd, port, pathnameStart,
                          tail.searchStart, tail.hashStart);
  }
  return new Components(text + '/', type, protocolEnd, hostStart, hostStart, hostEnd, port, pathnameStart, -1, -1);
}

/** file:///path URLs whose path needs no change; undefined for all others. */
function parseSerializedFile(text) {
  if (!text.startsWith('file:///') || text.charCodeAt(9) === 124 /* | */ || !scanTail(text, 7)) return undefined;
  return new Components(text, FILE, 5, 7, 7, 7, -1, 7, tail.searchStart, tail.hashStart);
}

/** `node:fs`, `data:text/plain,x`: an opaque path that needs no change; undefined for all others. */
function parseSerializedOpaque(text) {
  const length = text.length;
  let i = 0;
  for (; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 97 && c <= 122) continue;
    if (i > 0 && ((c >= 48 && c <= 57) || c === 43 || c === 45 || c === DOT)) continue;
    if (c === COLON && i > 0) break;
    return undefined;
  }
  const pathStart = i + 1;
  if (pathStart >= length || text.charCodeAt(pathStart) === SLASH || isSpecialScheme(text, i)) return undefined;
  for (i = pathStart; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c <= 0x20 || c > 0x7e || c === QUESTION || c === HASH) return undefined;
  }
  return new Components(text, NOT_SPECIAL, pathStart, pathStart, pathStart, pathStart, -1, pathStart, -1, -1);
}

function isSpecialScheme(text, length) {
  switch (length) {
    case 2: return text.startsWith('ws');
    case 3: return text.startsWith('wss') || text.startsWith('ftp');
    case 4: return text.startsWith('http') || text.startsWith('file');
    case 5: return text.startsWith('https');
    default: return false;
  }
}

/** `/path?query` against a special base that is no file: URL; undefined when it needs more. */
function resolveAbsolutePath(text, base) {
  if (base.schemeType === NOT_SPECIAL || base.schemeType === FILE || text.charCodeAt(0) !== SLASH) return undefined;
  const second = text.charCodeAt(1);
  if (second === SLASH || second === BACKSLASH || !scanTail(text, 0)) return undefined;
  const start = base.pathnameStart;
  return new Components(base.href.slice(0, start) + text, base.schemeType, base.protocolEnd, base.usernameEnd,
                        base.hostStart, base.hostEnd, base.port, start,
                        tail.searchStart === -1 ? -1 : tail.searchStart + start,
                        tail.hashStart === -1 ? -1 : tail.hashStart + start);
}

/**
 * `./x` and `../x?query` against a special base, as modules import each other; undefined when it needs more.
 */
function resolveDotPath(text, base) {
  if (text.charCodeAt(0) !== DOT || base.schemeType === NOT_SPECIAL) return undefined;
  let from = 0;
  let up = 1;
  if (text.charCodeAt(1) === SLASH) {
    from = 2;
  } else {
    while (text.startsWith('../', from)) {
      from += 3;
      up++;
    }
  }
  const first = text.charCodeAt(from);
  // What is left must be a plain segment: no dots, no drive letter, no empty one.
  if (from === 0 || !(first > DOT) || first === SLASH || first === QUESTION || first === COLON || first === PERCENT ||
      text.charCodeAt(from + 1) === COLON || text.charCodeAt(from + 1) === 124 /* | */) return undefined;
  const { href, pathnameStart } = base;
  let end = base.pathnameEnd;
  for (; up > 0; up--) {
    end = href.lastIndexOf('/', end - 1);
    if (end <= pathnameStart && up > 1) return undefined;
  }
  if (!scanTail(text, from) || (base.schemeType === FILE && href.charCodeAt(pathnameStart + 2) === COLON)) {
    return undefined;
  }
  const shift = end + 1 - from;
  return new Components(href.slice(0, end + 1) + text.slice(from), base.schemeType, base.protocolEnd,
                        base.usernameEnd, base.hostStart, base.hostEnd, base.port, pathnameStart,
                        tail.searchStart === -1 ? -1 : tail.searchStart + shift,
                        tail.hashStart === -1 ? -1 : tail.hashStart + shift);
}

/**
 * Parses a URL.
 * @param {string} input
 * @param {Components} [base]
 * @returns {Components | null} null on failure
 */
function parse(input, base) {
  const fast = parseSerializedHttp(input) ??
    (base !== undefined ? resolveAbsolutePath(input, base) ?? resolveDotPath(input, base) : undefined) ??
    parseSerializedFile(input) ?? parseSerializedOpaque(input);
  if (fast !== undefined) return fast;
  const record = parseRecord(input, base);
  return record === null ? null : record.serialize();
}

// --- The standard's states. ---

const ignoredInside = /[\t\n\r]/g;
const schemePattern = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function stripOuter(input) {
  let start = 0;
  let end = input.length;
  while (start < end && input.charCodeAt(start) <= 0x20) start++;
  while (end > start && input.charCodeAt(end - 1) <= 0x20) end--;
  return start === 0 && end === input.length ? input : input.slice(start, end);
}

function stripInside(input) {
  return input.search(ignoredInside) === -1 ? input : input.replace(ignoredInside, '');
}

function isSlash(c, special) {
  return c === SLASH || (c === BACKSLASH && special);
}

/** Index of the first of '/', '?', '#' (and '\' when special) from `from` on, or the length. */
function endOfAuthority(text, from, special) {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUESTION || c === HASH || isSlash(c, special)) return i;
  }
  return text.length;
}

function beginsWithDriveLetter(text, from) {
  if (!driveLetter.test(text.slice(from, from + 2))) return false;
  if (text.length === from + 2) return true;
  const c = text.charCodeAt(from + 2);
  return c === SLASH || c === BACKSLASH || c === QUESTION || c === HASH;
}

/** Scheme start state, scheme state and no scheme state. */
function parseRecord(input, baseComponents) {
  const text = stripInside(stripOuter(input));
  const base = baseComponents === undefined ? null : UrlRecord.from(baseComponents);
  const record = new UrlRecord();
  const match = schemePattern.exec(text);
  if (match === null) return parseWithoutScheme(record, text, base);
  record.setScheme(match[0].slice(0, -1).toLowerCase());
  const rest = text.slice(match[0].length);
  if (record.isFile) return parseFile(record, rest, base !== null && base.isFile ? base : null);
  if (record.isSpecial) {
    if (base !== null && base.scheme === record.scheme && !rest.startsWith('//')) {
      return parseRelative(record, rest, base);
    }
    return parseAuthorityAfterSlashes(record, rest);
  }
  if (rest.startsWith('//')) return parseAuthority(record, rest.slice(2));
  if (rest.startsWith('/')) return parsePathAndRest(record, rest);
  return parseOpaquePath(record, rest);
}

function parseWithoutScheme(record, text, base) {
  if (base === null) return null;
  if (base.opaquePath !== null) {
    if (text.charCodeAt(0) !== HASH) return null;
    base.fragment = percentEncode(text.slice(1), FRAGMENT);
    return base;
  }
  record.setScheme(base.scheme);
  return base.isFile ? parseFile(record, text, base) : parseRelative(record, text, base);
}

/** Relative state and relative slash state. */
function parseRelative(record, text, base) {
  if (isSlash(text.charCodeAt(0), record.isSpecial)) {
    const second = text.charCodeAt(1);
    if (record.isSpecial && isSlash(second, true)) return parseAuthorityAfterSlashes(record, text);
    if (second === SLASH) return parseAuthority(record, text.slice(2));
    record.copyAuthority(base);
    return parsePathAndRest(record, text);
  }
  record.copyAuthority(base);
  return parseAgainstPath(record, text, base);
}

/** What is left of relative state and file state when the input begins with no slash. */
function parseAgainstPath(record, text, base) {
  record.path = base.path;
  const c = text.charCodeAt(0);
  if (text === '' || c === HASH) {
    record.query = base.query;
    return parseQueryAndFragment(record, text);
  }
  if (c === QUESTION) return parseQueryAndFragment(record, text);
  if (record.isFile && beginsWithDriveLetter(text, 0)) record.path = [];
  else record.shortenPath();
  const end = endOfPath(text, 0);
  parsePath(record, text.slice(0, end));
  return parseQueryAndFragment(record, text.slice(end));
}

/** Special authority ignore slashes state. */
function parseAuthorityAfterSlashes(record, text) {
  let i = 0;
  while (isSlash(text.charCodeAt(i), true)) i++;
  return parseAuthority(record, text.slice(i));
}

/** Authority state, host state and port state. */
function parseAuthority(record, text) {
  const end = endOfAuthority(text, 0, record.isSpecial);
  let hostStart = 0;
  const at = text.lastIndexOf('@', end - 1);
  if (end > 0 && at !== -1) {
    hostStart = at + 1;
    if (hostStart === end) return null;
    parseCredentials(record, text.slice(0, at));
  }
  if (!parseHostAndPort(record, text.slice(hostStart, end))) return null;
  return parsePathAndRest(record, text.slice(end));
}

function parseCredentials(record, text) {
  const colon = text.indexOf(':');
  record.username = percentEncode(colon === -1 ? text : text.slice(0, colon), USERINFO);
  if (colon !== -1) record.password = percentEncode(text.slice(colon + 1), USERINFO);
}

/** Index of the ':' before the port, which is outside of brackets, or -1. */
function portColon(text) {
  let insideBrackets = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 91 /* [ */) insideBrackets = true;
    else if (c === 93 /* ] */) insideBrackets = false;
    else if (c === COLON && !insideBrackets) return i;
  }
  return -1;
}

function parseHostAndPort(record, text) {
  const colon = portColon(text);
  const hostText = colon === -1 ? text : text.slice(0, colon);
  if (hostText === '' && (record.isSpecial || colon !== -1)) return false;
  record.host = hostText === '' ? '' : parseHost(hostText, !record.isSpecial);
  if (record.host === null) return false;
  return colon === -1 || colon === text.length - 1 || parsePort(record, text.slice(colon + 1));
}

function parsePort(record, digits) {
  if (!/^\d+$/.test(digits) || Number(digits) > 65535) return false;
  record.setPort(Number(digits));
  return true;
}

/** File state, file slash state and file host state. */
function parseFile(record, text, base) {
  record.host = '';
  if (!isSlash(text.charCodeAt(0), true)) {
    if (base === null) return parsePathAndRest(record, text);
    record.host = base.host;
    return parseAgainstPath(record, text, base);
  }
  if (isSlash(text.charCodeAt(1), true)) return parseFileHost(record, text.slice(2));
  if (base !== null) {
    record.host = base.host;
    if (!beginsWithDriveLetter(text, 1) && base.path.length > 0 && normalizedDriveLetter.test(base.path[0])) {
      record.path.push(base.path[0]);
    }
  }
  return parsePathAndRest(record, text);
}

function parseFileHost(record, text) {
  const end = endOfAuthority(text, 0, true);
  const hostText = text.slice(0, end);
  if (driveLetter.test(hostText)) return parsePathAndRest(record, text);
  if (hostText !== '') {
    const host = parseHost(hostText, false);
    if (host === null) return null;
    record.host = host === 'localhost' ? '' : host;
  }
  return parsePathAndRest(record, text.slice(end));
}

function endOfPath(text, from) {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUESTION || c === HASH) return i;
  }
  return text.length;
}

/** Path start state and all that follows. */
function parsePathAndRest(record, text) {
  const end = endOfPath(text, 0);
  parsePathFromStart(record, text.slice(0, end));
  return parseQueryAndFragment(record, text.slice(end));
}

/** Path start state: skips the slash before the first segment. */
function parsePathFromStart(record, text) {
  if (record.isSpecial) parsePath(record, isSlash(text.charCodeAt(0), true) ? text.slice(1) : text);
  else if (text !== '') parsePath(record, text.charCodeAt(0) === SLASH ? text.slice(1) : text);
}

function isSingleDot(segment) {
  return segment === '.' || (segment.length === 3 && segment.toLowerCase() === '%2e');
}

function isDoubleDot(segment) {
  if (segment === '..') return true;
  if (segment.length !== 4 && segment.length !== 6) return false;
  const lower = segment.toLowerCase();
  return lower === '.%2e' || lower === '%2e.' || lower === '%2e%2e';
}

/** Path state: appends the segments of `text`. */
function parsePath(record, text) {
  const segments = record.isSpecial && text.includes('\\') ? text.split(/[/\\]/) : text.split('/');
  const last = segments.length - 1;
  for (let i = 0; i <= last; i++) {
    const segment = percentEncode(segments[i], PATH);
    if (isDoubleDot(segment)) {
      record.shortenPath();
      if (i === last) record.path.push('');
    } else if (isSingleDot(segment)) {
      if (i === last) record.path.push('');
    } else if (record.isFile && record.path.length === 0 && driveLetter.test(segment)) {
      record.path.push(segment[0] + ':');
    } else {
      record.path.push(segment);
    }
  }
}

/** Opaque path state: a trailing space would vanish on reparsing, so it is encoded before '?' and '#'. */
function parseOpaquePath(record, text) {
  const end = endOfPath(text, 0);
  let path = text.slice(0, end);
  if (end < text.length && path.endsWith(' ')) path = path.slice(0, -1) + '%20';
  record.opaquePath = percentEncode(path, C0_CONTROL);
  return parseQueryAndFragment(record, text.slice(end));
}

/** Query state and fragment state, on text that is empty or begins with '?' or '#'. */
function parseQueryAndFragment(record, text) {
  const hash = text.indexOf('#');
  const query = hash === -1 ? text : text.slice(0, hash);
  if (query !== '') record.query = percentEncode(query.slice(1), record.isSpecial ? SPECIAL_QUERY : QUERY);
  if (hash !== -1) record.fragment = percentEncode(text.slice(hash + 1), FRAGMENT);
  return record;
}

// --- The parser with a state override: each changes the record, or leaves it as it was on failure. ---

/** Scheme start state override. */
function setScheme(record, value) {
  const match = schemePattern.exec(stripInside(value) + ':');
  if (match === null) return;
  const scheme = match[0].slice(0, -1).toLowerCase();
  const next = new UrlRecord();
  next.setScheme(scheme);
  if (next.isSpecial !== record.isSpecial) return;
  if (next.isFile && (record.hasCredentials || record.port !== -1)) return;
  if (record.isFile && record.host === '') return;
  record.setScheme(scheme);
  record.setPort(record.port);
}

/** Host state override, or hostname state override when `mayHavePort` is false. */
function setHost(record, value, mayHavePort) {
  const text = stripInside(value);
  const authority = text.slice(0, endOfAuthority(text, 0, record.isSpecial));
  if (record.isFile) {
    setFileHost(record, authority);
    return;
  }
  const colon = portColon(authority);
  if (colon !== -1 && !mayHavePort) return;
  const hostText = colon === -1 ? authority : authority.slice(0, colon);
  if (hostText === '') {
    if (record.isSpecial || colon !== -1 || record.hasCredentials || record.port !== -1) return;
    record.host = '';
    return;
  }
  const host = parseHost(hostText, !record.isSpecial);
  if (host === null) return;
  record.host = host;
  if (colon !== -1) setPort(record, authority.slice(colon + 1));
}

function setFileHost(record, text) {
  const host = text === '' ? '' : parseHost(text, false);
  if (host !== null) record.host = host === 'localhost' ? '' : host;
}

/** Port state override. */
function setPort(record, value) {
  const match = /^\d+/.exec(stripInside(value));
  if (match !== null && Number(match[0]) <= 65535) record.setPort(Number(match[0]));
}

/** Path start state override. */
function setPath(record, value) {
  const text = stripInside(value);
  record.path = [];
  parsePathFromStart(record, text);
  if (text === '' && record.host === null && !record.isSpecial) record.path.push('');
}

/** Query state override: the encoded query. */
function encodeQuery(value, special) {
  return percentEncode(stripInside(value), special ? SPECIAL_QUERY : QUERY);
}

/** Fragment state override: the encoded fragment. */
function encodeFragment(value) {
  return percentEncode(stripInside(value), FRAGMENT);
}

module.exports = { parse, setScheme, setHost, setPort, setPath, encodeQuery, encodeFragment };
