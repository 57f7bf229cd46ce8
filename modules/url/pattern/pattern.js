'use strict';
// URLPattern (https://urlpattern.spec.whatwg.org/): a pattern for each component of a URL.

const { isObject } = require('validators');
const canonicalize = require('url/pattern/canonicalize');
const { Component } = require('url/pattern/component');
const { ConstructorStringParser, matchesSpecialScheme } = require('url/pattern/constructor_string');
const { names, readInit, componentsOf, processInit } = require('url/pattern/init');

const defaultPorts = { __proto__: null, http: '80', https: '443', ws: '80', wss: '443', ftp: '21' };

/** The URLPattern's components by name. */
const componentsOfPattern = new WeakMap();

/** An error that shows as a plain TypeError and has a code. */
function patternError(code, message) {
  return Object.assign(new TypeError(message), { code });
}

function wrongType(message) {
  return patternError('ERR_INVALID_ARG_TYPE', message);
}

function invalidPattern() {
  return patternError('ERR_INVALID_URL_PATTERN', 'Failed to construct URLPattern');
}

function compile(init, ignoreCase) {
  const patterns = processInit(init, true, {});
  for (const name of names) patterns[name] ??= '*';
  if (defaultPorts[patterns.protocol] === patterns.port) patterns.port = '';
  const plain = { delimiter: '', prefix: '' };
  const cased = { delimiter: '', prefix: '', ignoreCase };
  const protocol = new Component(patterns.protocol, canonicalize.protocol, plain);
  const isIpv6 = /^(?:\[|\{\[|\\\[)/.test(patterns.hostname);
  const pathname = matchesSpecialScheme(protocol) ?
    new Component(patterns.pathname, canonicalize.pathname, { delimiter: '/', prefix: '/', ignoreCase }) :
    new Component(patterns.pathname, canonicalize.opaquePathname, cased);
  return {
    protocol,
    username: new Component(patterns.username, canonicalize.credentials, plain),
    password: new Component(patterns.password, canonicalize.credentials, plain),
    hostname: new Component(patterns.hostname, isIpv6 ? canonicalize.ipv6Hostname : canonicalize.hostname,
                            { delimiter: '.', prefix: '' }),
    port: new Component(patterns.port, (value) => canonicalize.port(value), plain),
    pathname,
    search: new Component(patterns.search, canonicalize.search, cased),
    hash: new Component(patterns.hash, canonicalize.hash, cased),
  };
}

function initOfString(input, baseURL) {
  const init = new ConstructorStringParser(input.toWellFormed()).parse();
  if (baseURL === undefined && init.protocol === undefined) throw new TypeError('A relative pattern needs a base URL');
  if (baseURL !== undefined) init.baseURL = baseURL.toWellFormed();
  return init;
}

function readIgnoreCase(options) {
  if (options === undefined) return false;
  if (!isObject(options)) throw wrongType('options must be an object');
  const { ignoreCase } = options;
  if (typeof ignoreCase !== 'boolean') throw wrongType('options.ignoreCase must be a boolean');
  return ignoreCase;
}

/**
 * @param {string | object} [input] a pattern such as 'https://*.example.com/:id', or an object of patterns by component
 * @param {string} [baseURL] only with a string; may be left out before `options`
 * @param {{ignoreCase: boolean}} [options]
 * @throws ERR_INVALID_URL_PATTERN
 */
function URLPattern(input, baseURL, options) {
  if (new.target === undefined) throw patternError('ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
  if (arguments.length > 0 && typeof input !== 'string' && !isObject(input)) {
    throw wrongType('Input must be an object or a string');
  }
  if (isObject(baseURL)) {
    options = baseURL;
    baseURL = undefined;
  } else if (baseURL !== undefined && typeof baseURL !== 'string') {
    throw wrongType('second argument must be a string or object');
  }
  const ignoreCase = readIgnoreCase(options);
  const given = typeof input === 'string' ? input : readInit(input ?? { __proto__: null });
  if (typeof given !== 'string' && baseURL !== undefined) throw invalidPattern();
  let components;
  try {
    components = compile(typeof given === 'string' ? initOfString(given, baseURL) : given, ignoreCase);
  } catch {
    throw invalidPattern();
  }
  componentsOfPattern.set(this, components);
}
Object.defineProperty(URLPattern, 'length', { __proto__: null, configurable: true, value: 0 });

function componentsOfThis(pattern) {
  const components = componentsOfPattern.get(pattern);
  if (components === undefined) throw new TypeError('Illegal invocation');
  return components;
}

/** The components of what is matched, or null when it is no URL. */
function readSubject(input, baseURL) {
  if (typeof input !== 'string') {
    if (baseURL !== undefined) throw patternError('ERR_OPERATION_FAILED', 'Failed to exec URLPattern');
    const empty = {};
    for (const name of names) empty[name] = '';
    const init = readInit(input);
    try {
      return processInit(init, false, empty);
    } catch {
      return null;
    }
  }
  return componentsOf(input, baseURL);
}

function checkSubject(input, baseURL) {
  if (typeof input !== 'string' && !isObject(input)) {
    throw wrongType('URLPattern input needs to be a string or an object');
  }
  if (baseURL !== undefined && typeof baseURL !== 'string') throw wrongType('baseURL must be a string');
}

const methods = {
  /**
   * What the groups of each component match, or null.
   * @param {string | object} [input] a URL, or an object of its components
   * @param {string} [baseURL]
   */
  exec(input = {}, baseURL = undefined) {
    const components = componentsOfThis(this);
    checkSubject(input, baseURL);
    const subject = readSubject(input, baseURL);
    if (subject === null) return null;
    const result = { __proto__: null, inputs: baseURL === undefined ? [input] : [input, baseURL] };
    for (const name of names) {
      const match = components[name].match(subject[name]);
      if (match === null) return null;
      result[name] = match;
    }
    return result;
  },

  /** Whether the URL matches. */
  test(input = {}, baseURL = undefined) {
    const components = componentsOfThis(this);
    checkSubject(input, baseURL);
    const subject = readSubject(input, baseURL);
    return subject !== null && names.every((name) => components[name].regexp.test(subject[name]));
  },
};

function defineGetter(name, get) {
  Object.defineProperty(URLPattern.prototype, name, { __proto__: null, enumerable: true, get });
}
for (const name of names) {
  defineGetter(name, function() {
    return componentsOfThis(this)[name].pattern;
  });
}
defineGetter('hasRegExpGroups', function() {
  const components = componentsOfThis(this);
  return names.some((name) => components[name].hasRegexpGroups);
});
Object.assign(URLPattern.prototype, methods);

module.exports = { URLPattern };
