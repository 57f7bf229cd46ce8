'use strict';
// The legacy API: url.parse(), url.format(), url.resolve() and the Url class, lenient and older than the URL Standard.

const { OwnMap, OwnSet, keys } = require('intrinsics');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_URI } = require('errors');
const { validateObject, validateString } = require('validators');
const { invalidUrl } = require('url/invalid_url');
const { native, offsets, FAILED } = require('url/native');

// Protocols whose URLs have no host: all after the colon is path.
const hostless = new OwnSet(['javascript', 'javascript:']);
// Protocols that write '//' before the host, and have a path.
const slashed = new OwnSet();
for (const name of ['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss']) slashed.add(name).add(`${name}:`);

// Of characters of ASCII, as bits.
const IN_PROTOCOL = 1; // [A-Za-z0-9.+-]
const IN_HOST = 2; // of a host that stays as it is: [a-z0-9._-]
const IN_AUTH = 4; // of credentials that stay as they are: what encodeURIComponent() takes for plain, and ':'
const ENDS_HOST = 8; // a host cannot have it: space " % ' ; < > \ ^ ` { | }; besides '/', '?' and '#'
const ESCAPED = 16; // behind the host
const ENDS_AUTHORITY = 32; // '/', '?' and '#'
const IGNORED = 64; // in an authority: tab and newlines
const ENDS_PATH = 128; // '?' and '#'
const kinds = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const c = String.fromCharCode(code);
  if (/[A-Za-z0-9.+-]/.test(c)) kinds[code] |= IN_PROTOCOL;
  if (/[a-z0-9._-]/.test(c)) kinds[code] |= IN_HOST;
  if (/[\w!'()*.~:-]/.test(c)) kinds[code] |= IN_AUTH;
  if (/[ "%';<>\\^`{|}]/.test(c)) kinds[code] |= ENDS_HOST;
  if (/[\t\n\r "'<>\\^`{|}]/.test(c)) kinds[code] |= ESCAPED;
  if (/[/?#]/.test(c)) kinds[code] |= ENDS_AUTHORITY;
  if (/[\t\n\r]/.test(c)) kinds[code] |= IGNORED;
  if (/[?#]/.test(c)) kinds[code] |= ENDS_PATH;
}

/** Whether all characters are ASCII of that kind. */
function areAll(text, kind) {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128 || (kinds[c] & kind) === 0) return false;
  }
  return true;
}

/** Index of the first character of that kind from `from` on, or the length. */
function find(text, kind, from) {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128 && (kinds[c] & kind) !== 0) return i;
  }
  return text.length;
}

const hostWithAuthPattern = /^\/\/[^@/]+@[^@/]+/;
const space = /\s/;
const forbiddenInIpv6 = /[\0\t\n\r #%/<>?@\\^|]/;
const forbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const hostnameMaxLength = 255;

const escapes = new OwnMap();
for (const c of '\t\n\r "\'<>\\^`{|}') {
  escapes.set(c, `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
const escapedInRest = /[\t\n\r "'<>\\^`{|}]/g;

function escapeRest(text) {
  return find(text, ESCAPED, 0) === text.length ? text : text.replace(escapedInRest, (c) => escapes.get(c));
}

const whitespaceAround = /^[\0- \xa0\ufeff]+|[\0- \xa0\ufeff]+$/g;

function isSpaceAround(code) {
  return code <= 32 || code === 0xa0 || code === 0xfeff;
}

/** Trims, and turns each '\' before '?' and '#' into '/', as browsers do. */
function normalize(text) {
  if (text !== '' && (isSpaceAround(text.charCodeAt(0)) || isSpaceAround(text.charCodeAt(text.length - 1)))) {
    text = text.replace(whitespaceAround, '');
  }
  if (!text.includes('\\')) return text;
  const end = text.search(/[?#]/);
  const head = end === -1 ? text : text.slice(0, end);
  return head.replaceAll('\\', '/') + (end === -1 ? '' : text.slice(end));
}

let warnedOfInvalidPort = false;

/** Warns, once, of a port that is no number, such as in git+ssh://git@github.com:user/repository. */
function warnOfInvalidPort(url) {
  if (warnedOfInvalidPort) return;
  warnedOfInvalidPort = true;
  require('process_object').emitWarning(`The URL ${url} is invalid. Future versions of Node.js will throw an error.`,
                                 'DeprecationWarning', 'DEP0170');
}

function parseQuery(query) {
  return require('querystring').parse(query);
}

function encodeAuth(auth) {
  if (typeof auth === 'string' && areAll(auth, IN_AUTH)) return auth;
  try {
    return encodeURIComponent(auth).replaceAll('%3A', ':');
  } catch {
    throw new ERR_INVALID_URI();
  }
}

/** What url.parse() returns. Every part is null until it is set. */
function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

const methods = {
  /**
   * Parses into this object.
   * @param {string} url
   * @param {boolean} [parseQueryString] whether `query` becomes an object
   * @param {boolean} [slashesDenoteHost] whether //foo/bar has the host foo
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_URL, URIError when the credentials cannot be decoded
   */
  parse(url, parseQueryString, slashesDenoteHost) {
    validateString(url, 'url');
    let rest = normalize(url);
    if (!slashesDenoteHost && parseSimplePath(this, rest, parseQueryString)) return this;
    const protocol = protocolOf(rest);
    const lowerProtocol = protocol?.toLowerCase();
    const isSlashed = protocol !== undefined && slashed.has(lowerProtocol);
    if (protocol !== undefined) {
      this.protocol = lowerProtocol;
      rest = rest.slice(protocol.length);
    }
    const hasHost = !hostless.has(lowerProtocol);
    let slashes = false;
    if (slashesDenoteHost || protocol !== undefined || hostWithAuthPattern.test(rest)) {
      slashes = rest.startsWith('//');
      if (slashes && hasHost) {
        rest = rest.slice(2);
        this.slashes = true;
      }
    }
    // The protocol as it was written: other than http:, HTTP: needs no slashes.
    const needsSlashes = isSlashed && protocol === lowerProtocol;
    if (hasHost && (slashes || (protocol !== undefined && !needsSlashes))) rest = parseAuthority(this, rest, url);
    if (hasHost) rest = escapeRest(rest);
    splitRest(this, rest, parseQueryString);
    if (isSlashed && this.hostname && !this.pathname) this.pathname = '/';
    if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
    this.href = this.format();
    return this;
  },

  /** The URL as text. */
  format() {
    const auth = this.auth ? `${encodeAuth(this.auth)}@` : '';
    let protocol = this.protocol ? `${this.protocol}` : '';
    let pathname = this.pathname ? `${this.pathname}` : '';
    let hash = this.hash ? `${this.hash}` : '';
    let search = this.search ? `${this.search}` : '';
    let host = '';
    if (this.host) host = auth + this.host;
    else if (this.hostname) host = auth + bracketed(`${this.hostname}`) + (this.port ? `:${this.port}` : '');
    if (search === '' && this.query !== null && typeof this.query === 'object') {
      const query = require('querystring').stringify(this.query);
      if (query !== '') search = `?${query}`;
    }
    if (protocol !== '' && !protocol.endsWith(':')) protocol += ':';
    if (find(pathname, ENDS_PATH, 0) < pathname.length) pathname = pathname.replace(/[?#]/g, (c) => (c === '?' ? '%3F' : '%23'));
    if (search.includes('#')) search = search.replaceAll('#', '%23');
    if (this.slashes || slashed.has(protocol)) {
      if (this.slashes || host !== '') {
        if (pathname !== '' && pathname[0] !== '/') pathname = `/${pathname}`;
        host = `//${host}`;
      } else if (protocol === 'file:') {
        host = '//';
      }
    }
    if (hash !== '' && hash[0] !== '#') hash = `#${hash}`;
    if (search !== '' && search[0] !== '?') search = `?${search}`;
    return protocol + host + pathname + search + hash;
  },

  /** The text of `relative` resolved against this URL. */
  resolve(relative) {
    return this.resolveObject(urlParse(relative, false, true)).format();
  },

  /** A new Url: `relative` (text or Url) resolved against this one. */
  resolveObject(relative) {
    if (typeof relative === 'string') relative = urlParse(relative, false, true);
    const result = Object.assign(new Url(), this);
    // The fragment is always the relative one's, if it has none too.
    result.hash = relative.hash;
    if (relative.href === '') return withHref(result);
    if (relative.slashes && !relative.protocol) return resolveHost(result, relative);
    if (relative.protocol && relative.protocol !== result.protocol) return resolveProtocol(result, relative);
    return resolvePath(result, relative);
  },

  /** Splits `host` into `hostname` and `port`. */
  parseHost() {
    let host = this.host ? `${this.host}` : '';
    let digits = host.length;
    while (digits > 0 && isDigit(host.charCodeAt(digits - 1))) digits--;
    if (digits > 0 && host.charCodeAt(digits - 1) === 58 /* : */) {
      if (digits < host.length) this.port = host.slice(digits);
      host = host.slice(0, digits - 1);
    }
    if (host) this.hostname = host;
  },
};
for (const name of keys(methods)) Url.prototype[name] = methods[name];

function isDigit(code) {
  return code >= 48 && code <= 57;
}

/** The protocol with its ':', or undefined. */
function protocolOf(text) {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) < 128 && (kinds[text.charCodeAt(i)] & IN_PROTOCOL) !== 0) i++;
  return i > 0 && text.charCodeAt(i) === 58 /* : */ ? text.slice(0, i + 1) : undefined;
}

/** Where the query of a path begins, the length without one, or -1 when the text is no path that is taken as it is. */
function simplePathEnd(text) {
  if (text.charCodeAt(0) !== 47 /* / */ || (text.charCodeAt(1) === 47 && text.charCodeAt(2) === 47)) return -1;
  let end = -1;
  for (let i = 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 63 /* ? */) {
      if (end === -1) end = i;
    } else if (c === 35 /* # */ || (c === 64 /* @ */ && end === -1) || ((c <= 32 || c >= 128) && space.test(text[i]))) {
      return -1;
    }
  }
  return end === -1 ? text.length : end;
}

/** What begins with '/' and has no fragment is taken as it is, without escapes. */
function parseSimplePath(url, rest, parseQueryString) {
  const end = simplePathEnd(rest);
  if (end === -1) return false;
  url.path = rest;
  url.href = rest;
  url.pathname = rest.slice(0, end);
  if (end < rest.length) {
    url.search = rest.slice(end);
    url.query = parseQueryString ? parseQuery(rest.slice(end + 1)) : rest.slice(end + 1);
  } else if (parseQueryString) {
    url.query = { __proto__: null };
  }
  return true;
}

const ignoredInAuthority = /[\t\n\r]/g;

/** Takes credentials, host and port off the front of `rest`; gives what is left. */
function parseAuthority(url, rest, input) {
  const end = find(rest, ENDS_AUTHORITY, 0);
  let authority = rest.slice(0, end);
  if (find(authority, IGNORED, 0) < end) authority = authority.replace(ignoredInAuthority, '');
  const at = authority.lastIndexOf('@');
  if (at !== -1) {
    const auth = authority.slice(0, at);
    url.auth = auth.includes('%') ? decodeURIComponent(auth) : auth;
  }
  const hostEnd = find(authority, ENDS_HOST, at + 1);
  url.host = authority.slice(at + 1, hostEnd);
  url.parseHost();
  return parseHostname(url, authority.slice(hostEnd) + rest.slice(end), input);
}

function parseHostname(url, rest, input) {
  let hostname = typeof url.hostname === 'string' ? url.hostname : '';
  const isIpv6 = hostname.startsWith('[') && hostname.endsWith(']');
  if (isIpv6) {
    if (forbiddenInIpv6.test(hostname)) throw invalidUrl(input);
  } else {
    const colon = hostname.indexOf(':');
    if (colon !== -1) {
      // A port that is no number, so it is read as a path.
      warnOfInvalidPort(input);
      rest = `/${hostname.slice(colon)}${rest}`;
      hostname = hostname.slice(0, colon);
    }
  }
  hostname = hostname.length > hostnameMaxLength ? '' : hostname.toLowerCase();
  if (!isIpv6 && hostname !== '' && !(areAll(hostname, IN_HOST) && !hostname.includes('xn--'))) {
    hostname = native.domainToAscii(hostname);
    if (hostname === undefined || forbiddenInHost.test(hostname)) throw invalidUrl(input);
  }
  url.host = hostname + portSuffix(url);
  if (isIpv6) {
    hostname = hostname.slice(1, -1);
    if (rest[0] !== '/') rest = `/${rest}`;
  }
  url.hostname = hostname;
  return rest;
}

function portSuffix(url) {
  return url.port ? `:${url.port}` : '';
}

function splitRest(url, rest, parseQueryString) {
  const hash = rest.indexOf('#');
  if (hash !== -1) {
    url.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const question = rest.indexOf('?');
  if (question !== -1) {
    url.search = rest.slice(question);
    url.query = rest.slice(question + 1);
    if (parseQueryString) url.query = parseQuery(url.query);
    rest = rest.slice(0, question);
  } else if (parseQueryString) {
    url.query = { __proto__: null };
  }
  if (rest !== '') url.pathname = rest;
}

function bracketed(hostname) {
  return hostname.includes(':') && !(hostname[0] === '[' && hostname.endsWith(']')) ? `[${hostname}]` : hostname;
}

// --- Resolution. ---

function withHref(url) {
  url.href = url.format();
  return url;
}

/** //host/path: all but the protocol is the relative one's. */
function resolveHost(result, relative) {
  const { protocol } = result;
  Object.assign(result, relative);
  result.protocol = protocol;
  if (slashed.has(protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
  return withHref(result);
}

/** Another protocol: all is the relative one's, but http:/a/b takes the first segment as its host. */
function resolveProtocol(result, relative) {
  if (!slashed.has(relative.protocol)) return withHref(Object.assign(result, relative));
  const { slashes } = result;
  let { pathname, host, hostname } = relative;
  if (!host && relative.protocol !== 'file:' && relative.protocol !== 'file') {
    const segments = (pathname || '').split('/');
    host = '';
    while (segments.length > 0 && host === '') host = segments.shift();
    hostname = relative.hostname || host;
    pathname = segments.join('/');
    if (pathname[0] !== '/') pathname = `/${pathname}`;
  }
  const { protocol, auth, port, search, query } = relative;
  Object.assign(result, { protocol, pathname, search, query, host: host || '', auth, hostname, port });
  if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
  result.slashes = slashes || relative.slashes;
  return withHref(result);
}

function segmentsOf(pathname) {
  return pathname ? pathname.split('/') : [];
}

/** Puts a host before the segments, as the first of them. */
function unshiftHost(segments, host) {
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}

/** The first segment becomes the host, where the protocol has no '//'. */
function takeHost(result, host) {
  result.host = result.hostname = host;
  const at = host ? host.indexOf('@') : -1;
  if (at > 0) {
    const parts = host.split('@', 2);
    result.auth = parts[0];
    result.host = result.hostname = parts[1];
  }
}

function setPath(result) {
  if (result.pathname !== null || result.search !== null) {
    result.path = (result.pathname || '') + (result.search || '');
  }
}

/** The same or no protocol: joins the paths and removes the dot segments. */
function resolvePath(result, relative) {
  const relativePath = relative.pathname;
  const relativeIsAbsolute = Boolean(relative.host || relativePath?.startsWith('/'));
  let mustBeAbsolute = relativeIsAbsolute || Boolean(result.pathname?.startsWith('/')) ||
    Boolean(result.host && relativePath);
  const hostIsSegment = Boolean(result.protocol) && !slashed.has(result.protocol);
  const keepsDots = !mustBeAbsolute;
  let segments = segmentsOf(result.pathname);
  const added = segmentsOf(relativePath);
  let { host, hostname, port } = relative;
  if (hostIsSegment) {
    result.hostname = '';
    result.port = null;
    if (result.host) unshiftHost(segments, result.host);
    result.host = '';
    if (relative.protocol) {
      result.auth = null;
      if (host) unshiftHost(added, host);
      host = hostname = port = null;
    }
    mustBeAbsolute &&= added[0] === '' || segments[0] === '';
  }
  if (relativeIsAbsolute) {
    if (host || host === '') {
      if (result.host !== host) result.auth = null;
      result.host = host;
      result.port = port;
    }
    if (hostname || hostname === '') {
      if (result.hostname !== hostname) result.auth = null;
      result.hostname = hostname;
    }
    segments = added;
  } else if (added.length > 0) {
    segments.pop();
    segments = segments.concat(added);
  } else if (relative.search !== null && relative.search !== undefined) {
    return resolveQuery(result, relative, hostIsSegment ? segments : null);
  }
  if (relativeIsAbsolute || added.length > 0) {
    result.search = relative.search;
    result.query = relative.query;
  }
  if (segments.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return withHref(result);
  }
  segments = withoutDots(segments, Boolean(result.host || host), mustBeAbsolute, keepsDots);
  const isAbsolute = segments[0] === '' || Boolean(segments[0]?.startsWith('/'));
  if (hostIsSegment) takeHost(result, isAbsolute ? '' : segments.shift() ?? '');
  if ((mustBeAbsolute || (result.host && segments.length > 0)) && !isAbsolute) segments.unshift('');
  result.pathname = segments.length > 0 ? segments.join('/') : null;
  if (segments.length === 0) result.path = null;
  setPath(result);
  result.auth = relative.auth || result.auth;
  result.slashes = result.slashes || relative.slashes;
  return withHref(result);
}

/** ?query alone keeps the path. */
function resolveQuery(result, relative, hostSegments) {
  if (hostSegments !== null) takeHost(result, hostSegments.shift());
  result.search = relative.search;
  result.query = relative.query;
  setPath(result);
  return withHref(result);
}

/** Resolves '.' and '..'; those that lead above the start stay when `keepsDots`. */
function withoutDots(segments, hasHost, mustBeAbsolute, keepsDots) {
  const last = segments.at(-1);
  const endsInSlash = last === '' || ((hasHost || segments.length > 1) && (last === '.' || last === '..'));
  const kept = [];
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    const segment = segments[i];
    if (segment === '.') continue;
    if (segment === '..') up++;
    else if (up > 0) up--;
    else kept.push(segment);
  }
  if (keepsDots) {
    for (; up > 0; up--) kept.push('..');
  }
  kept.reverse();
  if (mustBeAbsolute && kept[0] !== '' && !kept[0]?.startsWith('/')) kept.unshift('');
  if (endsInSlash && !kept.join('/').endsWith('/')) kept.push('');
  return kept;
}

// --- The functions. ---

let warnedOfParse = false;

function warnOfParse() {
  if (warnedOfParse || require('call_site').calledFromNodeModules()) return;
  warnedOfParse = true;
  require('process_object').emitWarning(
    '`url.parse()` behavior is not standardized and prone to errors that have security implications. Use the WHATWG ' +
    'URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.', 'DeprecationWarning', 'DEP0169');
}

/**
 * Parses a URL the lenient, legacy way.
 * @param {string | Url} url
 * @param {boolean} [parseQueryString]
 * @param {boolean} [slashesDenoteHost]
 * @returns {Url}
 */
function urlParse(url, parseQueryString, slashesDenoteHost) {
  warnOfParse();
  if (url instanceof Url) return url;
  return new Url().parse(url, parseQueryString, slashesDenoteHost);
}

/** The URL `relative` resolved against `source`, as text. */
function urlResolve(source, relative) {
  return urlParse(source, false, true).resolve(relative);
}

/** The Url `relative` resolved against `source`; `relative` itself when there is no source. */
function urlResolveObject(source, relative) {
  return source ? urlParse(source, false, true).resolveObject(relative) : relative;
}

/** A WHATWG URL's href: `options` may leave out credentials, query and fragment, and show the host in Unicode. */
function formatWhatwg(href, options) {
  let { fragment = true, unicode = false, search = true, auth = true } = options ?? { __proto__: null };
  [fragment, unicode, search, auth] = [Boolean(fragment), Boolean(unicode), Boolean(search), Boolean(auth)];
  if ((fragment && !unicode && search && auth) || native.parse(href) === FAILED) return href;
  const [, protocolEnd, usernameEnd, hostStart, hostEnd, , , searchStart, hashStart] = offsets;
  const fragmentStart = hashStart === -1 ? href.length : hashStart;
  const queryStart = searchStart === -1 ? fragmentStart : searchStart;
  const hasCredentials = hostStart > protocolEnd + 2;
  const hostname = href.slice(hasCredentials ? hostStart + 1 : hostStart, hostEnd);
  return href.slice(0, protocolEnd) + (usernameEnd > protocolEnd ? '//' : '') +
    (hasCredentials && auth ? `${href.slice(protocolEnd + 2, hostStart)}@` : '') +
    (unicode ? native.domainToUnicode(hostname) : hostname) + href.slice(hostEnd, queryStart) +
    (search ? href.slice(queryStart, fragmentStart) : '') + (fragment ? href.slice(fragmentStart) : '');
}

/**
 * @param {string | URL | object} urlObject text (which is normalized), a WHATWG URL, or what url.parse() gives
 * @param {{auth?: boolean, fragment?: boolean, search?: boolean, unicode?: boolean}} [options] for a WHATWG URL only
 * @returns {string}
 */
function urlFormat(urlObject, options) {
  if (typeof urlObject === 'string') return urlParse(urlObject).format();
  if (typeof urlObject !== 'object' || urlObject === null) {
    throw new ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  }
  if (require('url/whatwg_url').isOwnUrl(urlObject)) {
    if (options) validateObject(options, 'options');
    return formatWhatwg(`${urlObject.href}`, options);
  }
  return Url.prototype.format.call(urlObject);
}

module.exports = { Url, urlParse, urlResolve, urlResolveObject, urlFormat };
