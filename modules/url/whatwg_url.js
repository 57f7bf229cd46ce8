'use strict';
const { setUncloneable } = require('cloneable');
const { setUrlText } = require('inspect/url_text');
// The URL class (https://url.spec.whatwg.org/#url-class): a serialized href with the offsets of its parts.

const { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } = require('errors');
const { invalidUrl } = require('url/invalid_url');
const { native, offsets, hrefOf, FAILED, SAME, LACKS_SLASH, HTTP, NOT_SPECIAL, HTTPS, FILE } = require('url/native');
const searchParams = require('url/search_params');

const { parse, parseAgainst, canParse, canParseAgainst, set, takeHref } = native;
const customInspect = Symbol.for('nodejs.util.inspect.custom');
const contextSymbol = Symbol('context');

// In place of an input: the URL that was parsed last, of which `parsedInput` was the text and `parsedOutcome` the outcome.
const parsed = { __proto__: null };
let parsedInput = '';
let parsedOutcome = FAILED;

/** Whether an object is a URL of this class. */
let isOwnUrl;

// What set() is given.
const PROTOCOL = 0;
const USERNAME = 1;
const PASSWORD = 2;
const HOST = 3;
const HOSTNAME = 4;
const PORT = 5;
const PATHNAME = 6;
const SEARCH = 7;
const HASH = 8;

/** 'http://host:port' of the URL that was parsed last. */
function tupleOrigin(href) {
  const protocolEnd = offsets[1];
  const hostStart = offsets[3];
  if (hostStart === protocolEnd + 2) return href.slice(0, offsets[6]);
  return `${href.slice(0, protocolEnd)}//${href.slice(hostStart + 1, offsets[6])}`;
}

function originOfBlob(pathname) {
  const outcome = parse(pathname);
  if (outcome === FAILED) return 'null';
  const href = hrefOf(pathname, outcome);
  return offsets[0] === HTTP || offsets[0] === HTTPS ? tupleOrigin(href) : 'null';
}

/** What util.inspect(url, { showHidden: true }) shows of a URL's insides. */
class URLContext {
  constructor(href) {
    const orNone = (offset) => (offset === -1 ? 0xffffffff : offset);
    this.href = href;
    this.protocol_end = offsets[1];
    this.username_end = offsets[2];
    this.host_start = offsets[3];
    this.host_end = offsets[4];
    this.pathname_start = offsets[6];
    this.search_start = orNone(offsets[7]);
    this.hash_start = orNone(offsets[8]);
    this.port = orNone(offsets[5]);
    this.scheme_type = offsets[0];
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
  #context; // the href; the query is that of #searchParams where #searchParamsModified
  #scheme;
  #protocolEnd; // these as in `offsets`
  #usernameEnd;
  #hostStart;
  #hostEnd;
  #port;
  #pathnameStart;
  #searchStart;
  #hashStart;
  #searchParams = null;
  // Whether the list of searchParams changed since the query in #context was written.
  #searchParamsModified = false;

  static {
    searchParams.onChange((url) => {
      url.#searchParamsModified = true;
    });
    // Refused by structured clone, as in browsers.
    isOwnUrl = (value) => #context in value;
    setUncloneable(isOwnUrl);
    setUrlText((value) => (#context in value ? value.#current() : undefined));
  }

  /**
   * @param {string} input absolute, or relative to `base`
   * @param {string} [base]
   * @throws ERR_INVALID_URL
   */
  constructor(input, base = undefined) {
    let outcome;
    if (input === parsed) { // of URL.parse(): no user has it
      input = parsedInput;
      outcome = parsedOutcome;
    } else {
      if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
      input = `${input}`;
      if (base === undefined) {
        outcome = parse(input);
      } else {
        base = `${base}`;
        outcome = parseAgainst(input, base);
      }
      if (outcome === FAILED) throw invalidUrl(input, base);
    }
    // As hrefOf() and #take(), written out: most of a program's URLs are made here.
    this.#context = outcome === SAME ? input : outcome === LACKS_SLASH ? `${input}/` : takeHref();
    this.#scheme = offsets[0];
    this.#protocolEnd = offsets[1];
    this.#usernameEnd = offsets[2];
    this.#hostStart = offsets[3];
    this.#hostEnd = offsets[4];
    this.#port = offsets[5];
    this.#pathnameStart = offsets[6];
    this.#searchStart = offsets[7];
    this.#hashStart = offsets[8];
  }

  /** As new URL(input, base), but null when that would throw. */
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    input = `${input}`;
    const outcome = base === undefined ? parse(input) : parseAgainst(input, `${base}`);
    if (outcome === FAILED) return null;
    parsedInput = input;
    parsedOutcome = outcome;
    return new URL(parsed);
  }

  /** Whether new URL(input, base) would succeed. */
  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return base === undefined ? canParse(`${input}`) : canParseAgainst(`${input}`, `${base}`);
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

  /** Becomes `href`, whose offsets are in `offsets`. */
  static #take(url, href) {
    url.#context = href;
    url.#scheme = offsets[0];
    url.#protocolEnd = offsets[1];
    url.#usernameEnd = offsets[2];
    url.#hostStart = offsets[3];
    url.#hostEnd = offsets[4];
    url.#port = offsets[5];
    url.#pathnameStart = offsets[6];
    url.#searchStart = offsets[7];
    url.#hashStart = offsets[8];
  }

  /** Writes this URL's offsets into `offsets`, for native code. */
  static #give(url) {
    offsets[0] = url.#scheme;
    offsets[1] = url.#protocolEnd;
    offsets[2] = url.#usernameEnd;
    offsets[3] = url.#hostStart;
    offsets[4] = url.#hostEnd;
    offsets[5] = url.#port;
    offsets[6] = url.#pathnameStart;
    offsets[7] = url.#searchStart;
    offsets[8] = url.#hashStart;
  }

  /** Gives one part another value, where it may have that. */
  static #set(url, part, value) {
    URL.#give(url);
    if (set(part, url.#context, value) !== FAILED) URL.#take(url, takeHref());
  }

  /** The href, with the query that searchParams has now. */
  #current() {
    if (this.#searchParamsModified) {
      this.#searchParamsModified = false;
      URL.#replaceQuery(this, searchParams.serialize(this.#searchParams));
    }
    return this.#context;
  }

  /** Replaces the query, which is encoded; '' removes it. */
  static #replaceQuery(url, query) {
    const href = url.#context;
    const before = href.slice(0, URL.#pathnameEnd(url));
    const after = url.#hashStart === -1 ? '' : href.slice(url.#hashStart);
    const withQuery = query === '' ? before : `${before}?${query}`;
    url.#searchStart = query === '' ? -1 : before.length;
    if (url.#hashStart !== -1) url.#hashStart = withQuery.length;
    url.#context = withQuery + after;
  }

  static #queryOf(url) {
    return url.#searchStart === -1 ? '' : url.#context.slice(url.#searchStart + 1, URL.#searchEnd(url));
  }

  static #queryChanged(url) {
    url.#searchParamsModified = false;
    if (url.#searchParams !== null) searchParams.reload(url.#searchParams, URL.#queryOf(url));
  }

  /** Where the host's text begins: behind the '@' of credentials. */
  static #hostnameStart(url) {
    return url.#hostStart > url.#protocolEnd + 2 ? url.#hostStart + 1 : url.#hostStart;
  }

  /** Where the query ends: at '#' or the end. */
  static #searchEnd(url) {
    return url.#hashStart === -1 ? url.#context.length : url.#hashStart;
  }

  /** Where the path ends: at '?', '#' or the end. */
  static #pathnameEnd(url) {
    return url.#searchStart === -1 ? URL.#searchEnd(url) : url.#searchStart;
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
    if (options.showHidden) {
      const href = this.#current();
      URL.#give(this);
      parts[contextSymbol] = new URLContext(href);
    }
    const name = this.constructor?.name || 'URL';
    return `${name} ${inspect(parts, options)}`;
  }

  /** As href. */
  toString() {
    return this.#current();
  }

  /** The whole URL, serialized. Setting throws ERR_INVALID_URL. */
  get href() {
    return this.#current();
  }

  set href(value) {
    this.#context; // throws when this is no URL
    value = `${value}`;
    const outcome = parse(value);
    if (outcome === FAILED) throw invalidUrl(value);
    URL.#take(this, hrefOf(value, outcome));
    URL.#queryChanged(this);
  }

  /** 'null' unless the scheme is http, https, ws, wss or ftp, or blob with one of the first two inside. */
  get origin() {
    const href = this.#context;
    if (this.#scheme === NOT_SPECIAL) {
      return href.startsWith('blob:') ? originOfBlob(href.slice(this.#pathnameStart, URL.#pathnameEnd(this))) : 'null';
    }
    if (this.#scheme === FILE) return 'null';
    URL.#give(this);
    return tupleOrigin(href);
  }

  /** The scheme with its ':'. */
  get protocol() {
    return this.#context.slice(0, this.#protocolEnd);
  }

  set protocol(value) {
    this.#context; // throws when this is no URL, before `value` is made a string
    URL.#set(this, PROTOCOL, `${value}`);
  }

  /** Percent-encoded; '' for none. */
  get username() {
    const href = this.#context;
    return this.#usernameEnd > this.#protocolEnd + 2 ? href.slice(this.#protocolEnd + 2, this.#usernameEnd) : '';
  }

  set username(value) {
    this.#context;
    URL.#set(this, USERNAME, `${value}`);
  }

  /** Percent-encoded; '' for none. */
  get password() {
    const href = this.#context;
    return this.#hostStart > this.#usernameEnd ? href.slice(this.#usernameEnd + 1, this.#hostStart) : '';
  }

  set password(value) {
    this.#context;
    URL.#set(this, PASSWORD, `${value}`);
  }

  /** Host name and port: 'example.org:8080'. */
  get host() {
    const href = this.#context;
    return this.#usernameEnd > this.#protocolEnd ? href.slice(URL.#hostnameStart(this), this.#pathnameStart) : '';
  }

  set host(value) {
    this.#context;
    URL.#set(this, HOST, `${value}`);
  }

  /** The host without a port; IPv6 addresses are in brackets. */
  get hostname() {
    return this.#context.slice(URL.#hostnameStart(this), this.#hostEnd);
  }

  set hostname(value) {
    this.#context;
    URL.#set(this, HOSTNAME, `${value}`);
  }

  /** The port as a string; '' for none, and for the scheme's own. */
  get port() {
    this.#context;
    return this.#port === -1 ? '' : `${this.#port}`;
  }

  set port(value) {
    this.#context;
    URL.#set(this, PORT, `${value}`);
  }

  /** The path, percent-encoded. */
  get pathname() {
    return this.#context.slice(this.#pathnameStart, URL.#pathnameEnd(this));
  }

  set pathname(value) {
    this.#context;
    URL.#set(this, PATHNAME, `${value}`);
  }

  /** The query with its '?'; '' for none and for an empty one. */
  get search() {
    const href = this.#current();
    const end = URL.#searchEnd(this);
    return this.#searchStart === -1 || end - this.#searchStart === 1 ? '' : href.slice(this.#searchStart, end);
  }

  set search(value) {
    this.#context;
    URL.#set(this, SEARCH, `${value}`);
    URL.#queryChanged(this);
  }

  /** The query as a list; changing it changes the URL. */
  get searchParams() {
    return this.#searchParams ?? (this.#searchParams = searchParams.attachTo(this, URL.#queryOf(this)));
  }

  /** The fragment with its '#'; '' for none and for an empty one. */
  get hash() {
    const href = this.#context;
    return this.#hashStart === -1 || href.length - this.#hashStart === 1 ? '' : href.slice(this.#hashStart);
  }

  set hash(value) {
    this.#context;
    URL.#set(this, HASH, `${value}`);
  }

  /** As href. */
  toJSON() {
    return this.#current();
  }
}

searchParams.makeEnumerable(URL.prototype, [
  'toString', 'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
  'searchParams', 'hash', 'toJSON',
]);
searchParams.makeEnumerable(URL, ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']);
Object.defineProperty(URL.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'URL' });

/**
 * The Punycode ASCII form of a domain, '' when it is not valid.
 * @param {string} domain
 */
function domainToASCII(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return native.hostnameOf(`${domain}`);
}

/**
 * The Unicode form of a domain, '' when it is not valid.
 * @param {string} domain
 */
function domainToUnicode(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return native.domainToUnicode(native.hostnameOf(`${domain}`));
}

module.exports = { URL, isOwnUrl, domainToASCII, domainToUnicode };
