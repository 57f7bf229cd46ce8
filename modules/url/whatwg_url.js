'use strict';
const { setCloneSteps } = require('cloneable');
const { setUrlText } = require('inspect/url_text');
// The URL class (https://url.spec.whatwg.org/#url-class): a serialized href with the offsets of its parts.

const { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } = require('errors');
const { Components, UrlRecord, HTTP, HTTPS, NOT_SPECIAL, FILE } = require('url/components');
const { USERINFO, percentEncode } = require('url/percent');
const { invalidUrl } = require('url/invalid_url');
const parser = require('url/parser');
const searchParams = require('url/search_params');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const contextSymbol = Symbol('context');

let lastBase = '';
let lastBaseComponents = null;

/** The components of `base`; the last one is remembered, since programs resolve many URLs against one. */
function parseBase(base) {
  if (base !== lastBase || lastBaseComponents === null) {
    lastBaseComponents = parser.parse(base, undefined);
    lastBase = base;
  }
  return lastBaseComponents;
}

/** Components of `input` against `base` (both strings, base may be undefined); null on failure. */
function parseAgainst(input, base) {
  input = input.toWellFormed();
  if (base === undefined) return parser.parse(input, undefined);
  const baseComponents = parseBase(base.toWellFormed());
  return baseComponents === null ? null : parser.parse(input, baseComponents);
}

function originOfBlob(pathname) {
  const inner = parser.parse(pathname, undefined);
  if (inner === null) return 'null';
  const { schemeType } = inner;
  return schemeType === HTTP || schemeType === HTTPS ? tupleOrigin(inner) : 'null';
}

function tupleOrigin(components) {
  const { href, protocolEnd, hostEnd, pathnameStart } = components;
  return `${href.slice(0, protocolEnd)}//${href.slice(components.hostnameStart, Math.max(hostEnd, pathnameStart))}`;
}

function withHost(context, value, mayHavePort) {
  if (context.hasOpaquePath) return context;
  const record = UrlRecord.from(context);
  parser.setHost(record, value.toWellFormed(), mayHavePort);
  return record.serialize();
}

/** What util.inspect(url, { showHidden: true }) shows of a URL's insides. */
class URLContext {
  constructor(components) {
    const orNone = (offset) => (offset === -1 ? 0xffffffff : offset);
    this.href = components.href;
    this.protocol_end = components.protocolEnd;
    this.username_end = components.usernameEnd;
    this.host_start = components.hostStart;
    this.host_end = components.hostEnd;
    this.pathname_start = components.pathnameStart;
    this.search_start = orNone(components.searchStart);
    this.hash_start = orNone(components.hashStart);
    this.port = orNone(components.port);
    this.scheme_type = components.schemeType;
  }

  get hasPort() {
    return this.port !== 0xffffffff;
  }

  get hasSearch() {
    return this.search_start !== 0xffffffff;
  }

  get hasHash() {
    return this.hash_start !== 0xffffffff;
  }
}

/** https://url.spec.whatwg.org/#url-class. Setters ignore what they cannot take, except href. */
class URL {
  #context;
  #searchParams = null;
  // Whether the list of searchParams changed since the query in #context was written.
  #searchParamsModified = false;

  static {
    searchParams.onChange((url) => {
      url.#searchParamsModified = true;
    });
    // Refused by structured clone, as in browsers.
    setCloneSteps(URL, { is: (value) => #context in value });
    setUrlText((value) => (#context in value ? value.#current().href : undefined));
  }

  /**
   * @param {string} input absolute, or relative to `base`
   * @param {string} [base]
   * @throws ERR_INVALID_URL
   */
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    // Components never reach a user: URL.parse() passes them.
    if (typeof input === 'object' && input instanceof Components) {
      this.#context = input;
      return;
    }
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    const context = parseAgainst(input, base);
    if (context === null) throw invalidUrl(input, base);
    this.#context = context;
  }

  /** As new URL(input, base), but null when that would throw. */
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const context = parseAgainst(`${input}`, base === undefined ? undefined : `${base}`);
    return context === null ? null : new URL(context);
  }

  /** Whether new URL(input, base) would succeed. */
  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return parseAgainst(`${input}`, base === undefined ? undefined : `${base}`) !== null;
  }

  /** A blob: URL under which resolveObjectURL() of this process finds `obj`. */
  static createObjectURL(obj) {
    const blob = require('blob');
    if (!blob.isBlob(obj)) throw new ERR_INVALID_ARG_TYPE('obj', 'Blob', obj);
    return blob.createObjectURL(obj);
  }

  /** Forgets the Blob that createObjectURL() gave this URL for. */
  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    require('blob').revokeObjectURL(`${url}`);
  }

  /** The components, with the query that searchParams has now. */
  #current() {
    if (this.#searchParamsModified) {
      this.#searchParamsModified = false;
      this.#context.replaceQuery(searchParams.serialize(this.#searchParams) || null);
    }
    return this.#context;
  }

  #queryChanged() {
    this.#searchParamsModified = false;
    if (this.#searchParams !== null) {
      const { href, searchStart, searchEnd } = this.#context;
      searchParams.reload(this.#searchParams, searchStart === -1 ? '' : href.slice(searchStart + 1, searchEnd));
    }
  }

  [customInspect](depth, options) {
    const shown = options.showHidden || !(typeof depth === 'number' && depth < 0);
    if (!shown) return this;
    const { inspect } = require('inspect');
    const parts = {
      href: this.href,
      origin: this.origin,
      protocol: this.protocol,
      username: this.username,
      password: this.password,
      host: this.host,
      hostname: this.hostname,
      port: this.port,
      pathname: this.pathname,
      search: this.search,
      searchParams: this.searchParams,
      hash: this.hash,
    };
    if (options.showHidden) parts[contextSymbol] = new URLContext(this.#current());
    const name = this.constructor?.name || 'URL';
    return `${name} ${inspect(parts, options)}`;
  }

  /** As href. */
  toString() {
    return this.#current().href;
  }

  /** The whole URL, serialized. Setting throws ERR_INVALID_URL. */
  get href() {
    return this.#current().href;
  }

  set href(value) {
    const current = this.#context;
    value = `${value}`;
    const context = parseAgainst(value, undefined);
    if (context === null) throw invalidUrl(value);
    if (current !== undefined) this.#context = context;
    this.#queryChanged();
  }

  /** 'null' unless the scheme is http, https, ws, wss or ftp, or blob with one of the first two inside. */
  get origin() {
    const context = this.#context;
    if (context.schemeType === NOT_SPECIAL) {
      return context.href.startsWith('blob:') ? originOfBlob(context.pathname) : 'null';
    }
    return context.schemeType === FILE ? 'null' : tupleOrigin(context);
  }

  /** The scheme with its ':'. */
  get protocol() {
    const context = this.#context;
    return context.href.slice(0, context.protocolEnd);
  }

  set protocol(value) {
    const record = UrlRecord.from(this.#context);
    parser.setScheme(record, `${value}`.toWellFormed());
    this.#context = record.serialize();
  }

  /** Percent-encoded; '' for none. */
  get username() {
    const context = this.#context;
    return context.hasHost ? context.href.slice(context.protocolEnd + 2, context.usernameEnd) : '';
  }

  set username(value) {
    const record = UrlRecord.from(this.#context);
    value = `${value}`;
    if (record.cannotHaveCredentialsOrPort) return;
    record.username = percentEncode(value, USERINFO);
    this.#context = record.serialize();
  }

  /** Percent-encoded; '' for none. */
  get password() {
    const { href, usernameEnd, hostStart } = this.#context;
    return hostStart > usernameEnd ? href.slice(usernameEnd + 1, hostStart) : '';
  }

  set password(value) {
    const record = UrlRecord.from(this.#context);
    value = `${value}`;
    if (record.cannotHaveCredentialsOrPort) return;
    record.password = percentEncode(value, USERINFO);
    this.#context = record.serialize();
  }

  /** Host name and port: 'example.org:8080'. */
  get host() {
    const context = this.#context;
    return context.hasHost ? context.href.slice(context.hostnameStart, context.pathnameStart) : '';
  }

  set host(value) {
    this.#context = withHost(this.#context, `${value}`, true);
  }

  /** The host without a port; IPv6 addresses are in brackets. */
  get hostname() {
    const context = this.#context;
    return context.href.slice(context.hostnameStart, context.hostEnd);
  }

  set hostname(value) {
    this.#context = withHost(this.#context, `${value}`, false);
  }

  /** The port as a string; '' for none, and for the scheme's own. */
  get port() {
    const { port } = this.#context;
    return port === -1 ? '' : `${port}`;
  }

  set port(value) {
    const record = UrlRecord.from(this.#context);
    value = `${value}`;
    if (record.cannotHaveCredentialsOrPort) return;
    if (value === '') record.port = -1;
    else parser.setPort(record, value);
    this.#context = record.serialize();
  }

  /** The path, percent-encoded. */
  get pathname() {
    return this.#context.pathname;
  }

  set pathname(value) {
    const context = this.#context;
    value = `${value}`;
    if (context.hasOpaquePath) return;
    const record = UrlRecord.from(context);
    parser.setPath(record, value);
    this.#context = record.serialize();
  }

  /** The query with its '?'; '' for none and for an empty one. */
  get search() {
    const { href, searchStart, searchEnd } = this.#current();
    return searchStart === -1 || searchEnd - searchStart === 1 ? '' : href.slice(searchStart, searchEnd);
  }

  set search(value) {
    const context = this.#context;
    value = `${value}`;
    if (value === '') {
      context.replaceQuery(null);
    } else {
      if (value.charCodeAt(0) === 63 /* ? */) value = value.slice(1);
      context.replaceQuery(parser.encodeQuery(value, context.schemeType !== NOT_SPECIAL));
    }
    this.#queryChanged();
  }

  /** The query as a list; changing it changes the URL. */
  get searchParams() {
    const context = this.#context;
    if (this.#searchParams === null) {
      const { href, searchStart, searchEnd } = context;
      this.#searchParams = searchParams.attachTo(this, searchStart === -1 ? '' : href.slice(searchStart + 1, searchEnd));
    }
    return this.#searchParams;
  }

  /** The fragment with its '#'; '' for none and for an empty one. */
  get hash() {
    const { href, hashStart } = this.#context;
    return hashStart === -1 || href.length - hashStart === 1 ? '' : href.slice(hashStart);
  }

  set hash(value) {
    const context = this.#context;
    value = `${value}`;
    if (value === '') {
      context.replaceFragment(null);
    } else {
      if (value.charCodeAt(0) === 35 /* # */) value = value.slice(1);
      context.replaceFragment(parser.encodeFragment(value));
    }
  }

  /** As href. */
  toJSON() {
    return this.#current().href;
  }
}

searchParams.makeEnumerable(URL.prototype, [
  'toString', 'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
  'searchParams', 'hash', 'toJSON',
]);
searchParams.makeEnumerable(URL, ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']);
Object.defineProperty(URL.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'URL' });

/** `domain` as the hostname setter of a ws: URL would take it, '' when it would not. */
function asHost(domain) {
  const record = new UrlRecord();
  record.setScheme('ws');
  parser.setHost(record, `${domain}`.toWellFormed(), false);
  return record.host ?? '';
}

/**
 * The Punycode ASCII form of a domain, '' when it is not valid.
 * @param {string} domain
 */
function domainToASCII(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return asHost(domain);
}

/**
 * The Unicode form of a domain, '' when it is not valid.
 * @param {string} domain
 */
function domainToUnicode(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return require('url/host').domainToUnicode(asHost(domain));
}

module.exports = { URL, domainToASCII, domainToUnicode };
