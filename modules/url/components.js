'use strict';
// A parsed URL in two forms. Components is what a URL object keeps: the serialized href and the offsets of its parts.
// UrlRecord is the record of the URL Standard (https://url.spec.whatwg.org/#url-representation) that the slow parser
// and some setters work on.

const { OwnMap } = require('intrinsics');

const HTTP = 0;
const NOT_SPECIAL = 1;
const HTTPS = 2;
const FILE = 6;
const schemeTypes = new OwnMap([
  ['http', HTTP], ['https', HTTPS], ['ws', 3], ['ftp', 4], ['wss', 5], ['file', FILE],
]);
const defaultPorts = new OwnMap([['http', 80], ['https', 443], ['ws', 80], ['wss', 443], ['ftp', 21]]);

/** The type of a scheme without colon: NOT_SPECIAL or one of the special ones. */
function schemeTypeOf(scheme) {
  return schemeTypes.get(scheme) ?? NOT_SPECIAL;
}

/*
 * https://user:pass@example.com:1234/foo/bar?baz#quux
 *       |     |    |          | ^^^^|       |   |
 *       |     |    |          | |   |       |   hashStart (-1: none)
 *       |     |    |          | |   |       searchStart (-1: none)
 *       |     |    |          | |   pathnameStart
 *       |     |    |          | port (-1: none)
 *       |     |    |          hostEnd
 *       |     |    hostStart (at the '@' when there are credentials)
 *       |     usernameEnd
 *       protocolEnd
 */
class Components {
  // Fields, so that no setter of these names on Object.prototype is called.
  href;
  schemeType;
  protocolEnd;
  usernameEnd;
  hostStart;
  hostEnd;
  port;
  pathnameStart;
  searchStart;
  hashStart;

  constructor(href, schemeType, protocolEnd, usernameEnd, hostStart, hostEnd, port, pathnameStart, searchStart, hashStart) {
    this.href = href;
    this.schemeType = schemeType;
    this.protocolEnd = protocolEnd;
    this.usernameEnd = usernameEnd;
    this.hostStart = hostStart;
    this.hostEnd = hostEnd;
    this.port = port;
    this.pathnameStart = pathnameStart;
    this.searchStart = searchStart;
    this.hashStart = hashStart;
  }

  /** Where the host's text begins. */
  get hostnameStart() {
    return this.href.charCodeAt(this.hostStart) === 64 /* @ */ && this.hostStart > this.protocolEnd ?
      this.hostStart + 1 : this.hostStart;
  }

  /** Whether '//' follows the scheme. */
  get hasHost() {
    return this.usernameEnd > this.protocolEnd;
  }

  /** Whether the host is empty or missing. */
  get hasEmptyHost() {
    return this.hostnameStart === this.hostEnd;
  }

  /** Whether the path is a text that no relative URL can be resolved against, as in 'mailto:a@b'. */
  get hasOpaquePath() {
    return this.schemeType === NOT_SPECIAL && !this.hasHost && this.pathnameStart === this.protocolEnd &&
      this.href.charCodeAt(this.pathnameStart) !== 47 /* / */;
  }

  /** Where the path ends: at '?', '#' or the end. */
  get pathnameEnd() {
    if (this.searchStart !== -1) return this.searchStart;
    return this.searchEnd;
  }

  /** Where the query ends: at '#' or the end. */
  get searchEnd() {
    return this.hashStart !== -1 ? this.hashStart : this.href.length;
  }

  /** The path, percent-encoded. */
  get pathname() {
    return this.href.slice(this.pathnameStart, this.pathnameEnd);
  }

  /** Replaces the query (without '?'; null removes it). */
  replaceQuery(query) {
    const before = this.href.slice(0, this.pathnameEnd);
    const after = this.hashStart === -1 ? '' : this.href.slice(this.hashStart);
    this.searchStart = query === null ? -1 : before.length;
    const withQuery = query === null ? before : before + '?' + query;
    if (this.hashStart !== -1) this.hashStart = withQuery.length;
    this.href = withQuery + after;
  }

  /** Replaces the fragment (without '#'; null removes it). */
  replaceFragment(fragment) {
    const before = this.href.slice(0, this.searchEnd);
    this.hashStart = fragment === null ? -1 : before.length;
    this.href = fragment === null ? before : before + '#' + fragment;
  }
}

const driveLetter = /^[A-Za-z][:|]$/;
const normalizedDriveLetter = /^[A-Za-z]:$/;

/** A URL record (https://url.spec.whatwg.org/#concept-url), while it is parsed or changed. */
class UrlRecord {
  scheme = '';
  type = NOT_SPECIAL;
  username = '';
  password = '';
  host = null;         // serialized; '' is the empty host
  port = -1;
  path = [];           // encoded segments
  opaquePath = null;   // a string in place of `path`
  query = null;        // encoded, without '?'
  fragment = null;     // encoded, without '#'

  /** The record that `components` was serialized from. */
  static from(components) {
    const { href } = components;
    const record = new UrlRecord();
    record.setScheme(href.slice(0, components.protocolEnd - 1));
    if (components.hasHost) {
      record.username = href.slice(components.protocolEnd + 2, components.usernameEnd);
      if (components.hostStart > components.usernameEnd) {
        record.password = href.slice(components.usernameEnd + 1, components.hostStart);
      }
      record.host = href.slice(components.hostnameStart, components.hostEnd);
    }
    record.port = components.port;
    const pathname = components.pathname;
    if (components.hasOpaquePath) record.opaquePath = pathname;
    else if (pathname !== '') record.path = pathname.slice(1).split('/');
    if (components.searchStart !== -1) record.query = href.slice(components.searchStart + 1, components.searchEnd);
    if (components.hashStart !== -1) record.fragment = href.slice(components.hashStart + 1);
    return record;
  }

  /** Whether the scheme is one of http, https, ws, wss, ftp and file. */
  get isSpecial() {
    return this.type !== NOT_SPECIAL;
  }

  /** Whether the scheme is file. */
  get isFile() {
    return this.type === FILE;
  }

  /** https://url.spec.whatwg.org/#cannot-have-a-username-password-port */
  get cannotHaveCredentialsOrPort() {
    return this.host === null || this.host === '' || this.isFile;
  }

  /** https://url.spec.whatwg.org/#include-credentials */
  get hasCredentials() {
    return this.username !== '' || this.password !== '';
  }

  /** Sets the scheme, without ':', and its type. */
  setScheme(scheme) {
    this.scheme = scheme;
    this.type = schemeTypeOf(scheme);
  }

  /** Sets the port, or none when it is the scheme's default. */
  setPort(port) {
    this.port = defaultPorts.get(this.scheme) === port ? -1 : port;
  }

  /** Takes user name, password, host and port of `other`. */
  copyAuthority(other) {
    this.username = other.username;
    this.password = other.password;
    this.host = other.host;
    this.port = other.port;
  }

  /** "Shorten a url's path": drops the last segment, but not a file URL's drive letter. */
  shortenPath() {
    if (this.isFile && this.path.length === 1 && normalizedDriveLetter.test(this.path[0])) return;
    this.path.pop();
  }

  /** https://url.spec.whatwg.org/#url-path-serializer */
  serializePath() {
    if (this.opaquePath !== null) return this.opaquePath;
    return this.path.length === 0 ? '' : '/' + this.path.join('/');
  }

  /**
   * https://url.spec.whatwg.org/#concept-url-serializer
   * @returns {Components} the text, and where its parts begin and end
   */
  serialize() {
    let href = this.scheme + ':';
    const protocolEnd = href.length;
    let usernameEnd = protocolEnd;
    let hostStart = protocolEnd;
    if (this.host !== null) {
      href += '//' + this.username;
      usernameEnd = href.length;
      if (this.password !== '') href += ':' + this.password;
      hostStart = href.length;
      href += this.hasCredentials ? '@' + this.host : this.host;
    }
    const hostEnd = href.length;
    if (this.port !== -1) href += ':' + this.port;
    // Without a host a path that begins with an empty segment would read as one.
    if (this.host === null && this.opaquePath === null && this.path.length > 1 && this.path[0] === '') href += '/.';
    const pathnameStart = href.length;
    href += this.serializePath();
    const searchStart = this.query === null ? -1 : href.length;
    if (this.query !== null) href += '?' + this.query;
    const hashStart = this.fragment === null ? -1 : href.length;
    if (this.fragment !== null) href += '#' + this.fragment;
    return new Components(href, this.type, protocolEnd, usernameEnd, hostStart, hostEnd, this.port, pathnameStart,
                          searchStart, hashStart);
  }
}

module.exports = {
  Components, UrlRecord, HTTP, HTTPS, NOT_SPECIAL, FILE, schemeTypeOf, driveLetter, normalizedDriveLetter,
};
