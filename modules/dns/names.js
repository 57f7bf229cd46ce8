// Names of hosts, as the network knows them.
'use strict';

/** A name with other than ASCII letters in its encoded form (punycode). */
function asciiName(hostname) {
  for (let i = 0; i < hostname.length; i++) {
    if (hostname.charCodeAt(i) > 127) return require('url').domainToASCII(hostname) || hostname;
  }
  return hostname;
}

/** Names below .onion are no business of name servers (RFC 7686). */
function isOnion(hostname) {
  return /\.onion\.?$/i.test(hostname);
}

module.exports = { asciiName, isOnion };
