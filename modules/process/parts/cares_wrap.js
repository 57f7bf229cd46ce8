// process.binding('cares_wrap'): look-ups with request objects, whose oncomplete(error, ...) is called.
'use strict';
const native = binding('dns');
const { isIPv6 } = require('net');
const { getSystemErrorMessage } = require('util/system_errors');

class GetAddrInfoReqWrap {}
class GetNameInfoReqWrap {}

/** @param {0|4|6} family @returns {number} 0: request.oncomplete(error, addresses) comes. Or a negative errno */
function getaddrinfo(request, hostname, family, hints) {
  return native.getaddrinfo(hostname, family, hints | 0, (status, addresses) => {
    request.oncomplete(status === 0 ? null : status, addresses);
  });
}

/** @returns {number} 0: request.oncomplete(error, hostname, service) comes. Or a negative errno */
function getnameinfo(request, address, port) {
  return native.getnameinfo(address, port, (status, hostname, service) => {
    request.oncomplete(status === 0 ? null : status, hostname, service);
  });
}

/** The usual way to write an address; undefined when it is none. */
function canonicalizeIP(address) {
  if (!isIPv6(address)) return require('net').isIPv4(address) ? address : undefined;
  return new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
}

module.exports = {
  getaddrinfo,
  getnameinfo,
  canonicalizeIP,
  strerror: (number) => getSystemErrorMessage(number),
  AF_INET: 2,
  AF_INET6: 10,
  AF_UNSPEC: 0,
  AI_ADDRCONFIG: native.AI_ADDRCONFIG,
  AI_ALL: native.AI_ALL,
  AI_V4MAPPED: native.AI_V4MAPPED,
  DNS_ORDER_VERBATIM: 0,
  DNS_ORDER_IPV4_FIRST: 1,
  DNS_ORDER_IPV6_FIRST: 2,
  GetAddrInfoReqWrap,
  GetNameInfoReqWrap,
};
