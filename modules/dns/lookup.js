// Look-ups by the system's resolver, which knows /etc/hosts too: what callbacks and promises have in common.
'use strict';
const native = binding('dns');
const { isIP } = require('ip');
const { asciiName } = require('dns/names');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateBoolean, validateNumber, validateOneOf, validatePort, validateString } = require('validators');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;
const perf = require('perf_observe');

const ORDERS = ['verbatim', 'ipv4first', 'ipv6first'];
const FAMILIES = [0, 4, 6];
const ALL_HINTS = native.AI_ADDRCONFIG | native.AI_ALL | native.AI_V4MAPPED;

let defaultOrder;

/** @returns {'verbatim'|'ipv4first'|'ipv6first'} */
function getDefaultResultOrder() {
  return defaultOrder ??= require('options').getOption('--dns-result-order') || 'verbatim';
}

/** @param {'verbatim'|'ipv4first'|'ipv6first'} value */
function setDefaultResultOrder(value) {
  validateOneOf(value, 'dnsOrder', ORDERS);
  defaultOrder = value;
}

/** At the start of a program. @throws ERR_INVALID_ARG_VALUE */
function checkOrderOption() {
  validateOneOf(getDefaultResultOrder(), '--dns-result-order', ORDERS);
}

/** No name at all is one too. @throws ERR_INVALID_ARG_TYPE */
function validateHostname(hostname) {
  if (hostname) validateString(hostname, 'hostname');
}

/** The options of lookup(), checked: {family, hints, all, order}. */
function lookupOptions(options) {
  const result = { family: 0, hints: 0, all: false, order: getDefaultResultOrder() };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', FAMILIES);
    result.family = options;
  } else if (options !== undefined && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  } else if (options) {
    readOptions(result, options);
  }
  return result;
}

function readOptions(result, { family, hints, all, verbatim, order }) {
  if (hints != null) {
    validateNumber(hints, 'options.hints');
    result.hints = hints >>> 0;
    if ((result.hints & ~ALL_HINTS) !== 0) throw new ERR_INVALID_ARG_VALUE('hints', hints);
  }
  if (family != null) {
    if (family === 'IPv4') result.family = 4;
    else if (family === 'IPv6') result.family = 6;
    else {
      validateOneOf(family, 'options.family', FAMILIES);
      result.family = family;
    }
  }
  if (all != null) {
    validateBoolean(all, 'options.all');
    result.all = all;
  }
  if (verbatim != null) {
    validateBoolean(verbatim, 'options.verbatim');
    result.order = verbatim ? 'verbatim' : 'ipv4first';
  }
  if (order != null) {
    validateOneOf(order, 'options.order', ORDERS);
    result.order = order;
  }
}

/** The arguments of lookupService(), checked. @returns {number} the port */
function checkService(address, port) {
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  return validatePort(port);
}

/** What lookup() gives without asking: an address is its own, no name is none. @returns {object[]|undefined} */
function knownAnswer(hostname, { family }) {
  if (!hostname) return [];
  const matched = isIP(hostname);
  return matched === 0 ? undefined : [{ address: hostname, family: matched }];
}

let warnedEmpty = false;

/** Emits DEP0118, once a process. */
function warnEmptyHostname(hostname) {
  if (warnedEmpty) return;
  warnedEmpty = true;
  require('process_object').emitWarning(
    `The provided hostname "${hostname}" is not a valid hostname, and is supported in the dns module solely for ` +
    'compatibility.', 'DeprecationWarning', 'DEP0118');
}

/** What lookup() returns, as Node's; `whenDone.call(request, status, addresses: {address, family}[])`. */
class GetAddrInfoReqWrap {
  constructor(hostname, { family }, callback, oncomplete) {
    this.callback = callback;
    this.family = family;
    this.hostname = hostname;
    this.oncomplete = oncomplete;
    if (tracking.on) asyncIds.startResource(this, 'GETADDRINFOREQWRAP');
  }

  /** @returns {number} 0 or a negative errno */
  start(options) {
    const startTime = perf.observed.dns > 0 ? perf.now() : 0;
    const name = asciiName(this.hostname);
    return native.getaddrinfo(name, options.family, options.hints, (status, texts) => {
      const addresses = status === 0 ? ordered(texts.map(withFamily), options.order) : [];
      finish(this, status, addresses);
      if (startTime === 0 || status !== 0) return;
      perf.report('lookup', 'dns', startTime, perf.now() - startTime, {
        hostname: this.hostname, family: options.family, hints: options.hints,
        verbatim: options.order === 'verbatim', order: options.order, addresses: addresses.map(({ address }) => address),
      });
    });
  }
}

/** A request of lookupService(): an async resource. */
class GetNameInfoReqWrap {
  constructor(hostname, port, callback, oncomplete) {
    this.callback = callback;
    this.hostname = hostname;
    this.port = port;
    this.oncomplete = oncomplete;
    if (tracking.on) asyncIds.startResource(this, 'GETNAMEINFOREQWRAP');
  }

  /** Starts the request. Returns 0, or an errno below 0. */
  start() {
    const startTime = perf.observed.dns > 0 ? perf.now() : 0;
    return native.getnameinfo(this.hostname, this.port, (status, hostname, service) => {
      finish(this, status, hostname, service);
      if (startTime === 0 || status !== 0) return;
      const detail = { host: this.hostname, port: this.port, hostname, service };
      perf.report('lookupService', 'dns', startTime, perf.now() - startTime, detail);
    });
  }
}

function finish(request, status, first, second) {
  if (!tracking.on) {
    request.oncomplete(status, first, second);
    return;
  }
  asyncIds.enter(request);
  request.oncomplete(status, first, second);
  asyncIds.leave(request);
  asyncIds.destroyResource(request);
}

function withFamily(address) {
  return { address, family: address.includes(':') ? 6 : 4 };
}

function ordered(addresses, order) {
  if (order === 'verbatim') return addresses;
  const first = order === 'ipv4first' ? 4 : 6;
  return [...addresses.filter(({ family }) => family === first), ...addresses.filter(({ family }) => family !== first)];
}

module.exports = {
  order: { getDefaultResultOrder, setDefaultResultOrder },
  checkOrderOption,
  validateHostname,
  lookupOptions,
  checkService,
  knownAnswer,
  warnEmptyHostname,
  GetAddrInfoReqWrap,
  GetNameInfoReqWrap,
};
