// node:dns/promises.
'use strict';
const { ERR_METHOD_NOT_IMPLEMENTED, ERR_MISSING_ARGS, dnsException } = require('errors');
const { validateString } = require('validators');
const codes = require('dns/codes');
const {
  getDefaultResultOrder, setDefaultResultOrder, lookupOptions, checkService, knownAnswer, warnEmptyHostname,
  GetAddrInfoReqWrap, GetNameInfoReqWrap,
} = require('dns/lookup');

/** Settles with {address, family}, with options.all with a list of them. Options as dns.lookup's. */
function lookup(hostname, options) {
  const checked = lookupOptions(hostname, options);
  const known = knownAnswer(hostname, checked);
  if (known !== undefined) {
    if (known.length === 0) warnEmptyHostname(hostname);
    if (checked.all) return Promise.resolve(known);
    return Promise.resolve(known[0] ?? { address: null, family: checked.family === 6 ? 6 : 4 });
  }
  return new Promise((resolve, reject) => {
    const request = new GetAddrInfoReqWrap(hostname, checked, undefined, (status, addresses) => {
      if (status !== 0) reject(dnsException(status, 'getaddrinfo', hostname));
      else resolve(checked.all ? addresses : { address: addresses[0].address, family: addresses[0].family });
    });
    const error = request.start(checked);
    if (error !== 0) reject(dnsException(error, 'getaddrinfo', hostname));
  });
}

/** Settles with {hostname, service}. */
function lookupService(address, port) {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  port = checkService(address, port);
  return new Promise((resolve, reject) => {
    const request = new GetNameInfoReqWrap(address, port, undefined, (status, hostname, service) => {
      if (status !== 0) reject(dnsException(status, 'getnameinfo')); // without the address, as Node's
      else resolve({ hostname, service });
    });
    const error = request.start();
    if (error !== 0) reject(dnsException(error, 'getnameinfo', address));
  });
}

function notThere(name, length) {
  const method = {
    [name](query) {
      if (name !== 'setServers' && name !== 'getServers') validateString(query, 'name');
      throw new ERR_METHOD_NOT_IMPLEMENTED(`dns.promises.${name}()`);
    },
  }[name];
  Object.defineProperty(method, 'length', { value: length });
  return method;
}

const queries = {};
for (const name of ['resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx',
                    'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv', 'resolveTlsa', 'resolveTxt',
                    'reverse']) {
  queries[name] = notThere(name, 2);
}

class Resolver {
  constructor(options) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('dns.promises.Resolver');
  }
}

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: notThere('setServers', 1),
  ...codes,
  getServers: notThere('getServers', 0),
  ...queries,
};
