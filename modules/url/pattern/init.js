'use strict';
// Components of a URL or a pattern from a dictionary and its base URL
// (https://urlpattern.spec.whatwg.org/#process-a-urlpatterninit).

const { native, offsets, hrefOf, FAILED } = require('url/native');
const canonicalize = require('url/pattern/canonicalize');
const { escapePattern } = require('url/pattern/component');

const names = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];

/** The members of a dictionary, as strings. */
function readInit(value) {
  const init = {};
  for (const name of [...names, 'baseURL']) {
    const member = value[name];
    if (member !== undefined) init[name] = `${member}`.toWellFormed();
  }
  return init;
}

/**
 * The components of a URL, without the punctuation between them.
 * @param {string} input
 * @param {string} [base]
 * @returns {object | null} null where it is no URL
 */
function componentsOf(input, base = undefined) {
  const outcome = base === undefined ? native.parse(input) : native.parseAgainst(input, base);
  if (outcome === FAILED) return null;
  const href = hrefOf(input, outcome);
  const [, protocolEnd, usernameEnd, hostStart, hostEnd, port, pathnameStart, searchStart, hashStart] = offsets;
  const searchEnd = hashStart === -1 ? href.length : hashStart;
  const hostnameStart = hostStart > protocolEnd + 2 ? hostStart + 1 : hostStart;
  return {
    protocol: href.slice(0, protocolEnd - 1),
    username: usernameEnd > protocolEnd ? href.slice(protocolEnd + 2, usernameEnd) : '',
    password: hostStart > usernameEnd ? href.slice(usernameEnd + 1, hostStart) : '',
    hostname: href.slice(hostnameStart, hostEnd),
    port: port === -1 ? '' : `${port}`,
    pathname: href.slice(pathnameStart, searchStart === -1 ? searchEnd : searchStart),
    search: searchStart === -1 ? '' : href.slice(searchStart + 1, searchEnd),
    hash: hashStart === -1 ? '' : href.slice(hashStart + 1),
  };
}

/** Whether the URL that was parsed last has a path that nothing is resolved against, as in 'mailto:a@b'. */
function hasOpaquePath(components) {
  const hasHost = offsets[2] > offsets[1];
  return !hasHost && !components.pathname.startsWith('/');
}

/** What the base URL gives: each component, so long as no more important one is in `init`. */
function inherit(result, init, base, isPattern) {
  const given = (...members) => members.some((name) => init[name] !== undefined);
  const take = (name) => {
    result[name] = isPattern ? escapePattern(base[name]) : base[name];
  };
  if (!given('protocol')) take('protocol');
  if (!isPattern && !given('protocol', 'hostname', 'port', 'username')) take('username');
  if (!isPattern && !given('protocol', 'hostname', 'port', 'username', 'password')) take('password');
  if (given('protocol', 'hostname')) return;
  take('hostname');
  if (given('port')) return;
  take('port');
  if (given('pathname')) return;
  take('pathname');
  if (given('search')) return;
  take('search');
  if (!given('hash')) take('hash');
}

function isAbsolutePathname(pathname, isPattern) {
  return pathname.startsWith('/') || (isPattern && (pathname.startsWith('\\/') || pathname.startsWith('{/')));
}

function processPathname(init, base, baseIsOpaque, result, isPattern) {
  let { pathname } = init;
  if (base !== null && !baseIsOpaque && !isAbsolutePathname(pathname, isPattern)) {
    const basePath = isPattern ? escapePattern(base.pathname) : base.pathname;
    const slash = basePath.lastIndexOf('/');
    if (slash !== -1) pathname = basePath.slice(0, slash + 1) + pathname;
  }
  if (isPattern) return pathname;
  return result.protocol === '' || canonicalize.isSpecialScheme(result.protocol) ? canonicalize.pathname(pathname) :
    canonicalize.opaquePathname(pathname);
}

/**
 * @param {object} init what readInit() gives
 * @param {boolean} isPattern whether the components are pattern strings, or parts of a URL to be canonicalized
 * @param {object} result the components to begin with
 * @throws TypeError
 */
function processInit(init, isPattern, result) {
  let base = null;
  let baseIsOpaque = false;
  if (init.baseURL !== undefined) {
    base = componentsOf(init.baseURL);
    if (base === null) throw new TypeError(`Invalid base URL ${init.baseURL}`);
    baseIsOpaque = hasOpaquePath(base);
    inherit(result, init, base, isPattern);
  }
  const canon = (name, value, ...rest) => (isPattern ? value : canonicalize[name](value, ...rest));
  if (init.protocol !== undefined) result.protocol = canon('protocol', init.protocol.replace(/:$/, ''));
  if (init.username !== undefined) result.username = canon('credentials', init.username);
  if (init.password !== undefined) result.password = canon('credentials', init.password);
  if (init.hostname !== undefined) result.hostname = canon('hostname', init.hostname);
  if (init.port !== undefined) result.port = canon('port', init.port, result.protocol);
  if (init.pathname !== undefined) result.pathname = processPathname(init, base, baseIsOpaque, result, isPattern);
  if (init.search !== undefined) result.search = canon('search', init.search.replace(/^\?/, ''));
  if (init.hash !== undefined) result.hash = canon('hash', init.hash.replace(/^#/, ''));
  return result;
}

module.exports = { names, readInit, componentsOf, processInit };
