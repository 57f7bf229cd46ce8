// node:dns. Look-ups by the system's resolver. Queries to name servers (resolve and its like, Resolver) are not there
// yet and throw ERR_METHOD_NOT_IMPLEMENTED.
'use strict';
const native = binding('dns');
const { nextTick } = require('ticks');
const { ERR_METHOD_NOT_IMPLEMENTED, ERR_MISSING_ARGS, dnsException } = require('errors');
const { kKnowsAddresses } = require('ip');
const { validateFunction, validateString } = require('validators');
const { valueNames } = require('util/promisify');
const codes = require('dns/codes');
const {
  getDefaultResultOrder, setDefaultResultOrder, lookupOptions, checkService, knownAnswer, warnEmptyHostname,
  GetAddrInfoReqWrap, GetNameInfoReqWrap,
} = require('dns/lookup');

/**
 * The first address of `hostname`: callback(error, address, family); with options.all, all of them:
 * callback(error, [{address, family}]). `options`: the family 0, 4 or 6, or {family, hints, all, order, verbatim}.
 */
function lookup(hostname, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else if (typeof options === 'number' || callback !== undefined || options === undefined) {
    validateFunction(callback, 'callback');
  }
  const checked = lookupOptions(hostname, options);
  validateFunction(callback, 'callback');
  const known = knownAnswer(hostname, checked);
  if (known !== undefined) {
    if (known.length === 0) warnEmptyHostname(hostname);
    if (checked.all) nextTick(callback, null, known);
    else if (known.length === 0) nextTick(callback, null, null, checked.family === 6 ? 6 : 4);
    else nextTick(callback, null, known[0].address, known[0].family);
    return {};
  }
  const request = new GetAddrInfoReqWrap(hostname, checked, callback, checked.all ? onlookupall : onlookup);
  const error = request.start(checked);
  if (error === 0) return request;
  nextTick(callback, dnsException(error, 'getaddrinfo', hostname));
  return {};
}

function onlookup(status, addresses) {
  if (status !== 0) this.callback(dnsException(status, 'getaddrinfo', this.hostname));
  else this.callback(null, addresses[0].address, this.family || addresses[0].family);
}

function onlookupall(status, addresses) {
  if (status !== 0) this.callback(dnsException(status, 'getaddrinfo', this.hostname));
  else this.callback(null, addresses);
}

/** The names of an address and a port: callback(error, hostname, service). */
function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  port = checkService(address, port);
  validateFunction(callback, 'callback');
  const request = new GetNameInfoReqWrap(address, port, callback, onlookupservice);
  const error = request.start();
  if (error !== 0) throw dnsException(error, 'getnameinfo', address);
  return request;
}

function onlookupservice(status, hostname, service) {
  if (status !== 0) this.callback(dnsException(status, 'getnameinfo', this.hostname));
  else this.callback(null, hostname, service);
}

Object.defineProperty(lookup, kKnowsAddresses, { value: true });
Object.defineProperty(lookup, valueNames, { value: ['address', 'family'] });
Object.defineProperty(lookupService, valueNames, { value: ['hostname', 'service'] });

function notThere(name, length) {
  const method = {
    [name](query, ...rest) {
      if (name !== 'setServers' && name !== 'getServers') {
        validateString(query, 'name');
        validateFunction(rest.findLast((argument) => argument !== undefined), 'callback');
      }
      throw new ERR_METHOD_NOT_IMPLEMENTED(`dns.${name}()`);
    },
  }[name];
  Object.defineProperty(method, 'length', { value: length });
  return method;
}

const queries = {};
for (const name of ['resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr',
                    'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv', 'resolveTlsa', 'resolveTxt', 'reverse']) {
  queries[name] = notThere(name, 2);
}

class Resolver {
  constructor(options) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('dns.Resolver');
  }
}

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: notThere('setServers', 1),
  ADDRCONFIG: native.AI_ADDRCONFIG,
  ALL: native.AI_ALL,
  V4MAPPED: native.AI_V4MAPPED,
  ...codes,
  getServers: notThere('getServers', 0),
  resolve: notThere('resolve', 3),
  ...queries,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get: () => require('dns/promises'),
});
