'use strict';
// A URL as the options of http.request().

const { validateObject } = require('validators');

function decoded(text) {
  return typeof text === 'string' && !text.includes('%') ? text : decodeURIComponent(text);
}

/**
 * @param {URL} url
 * @returns {object} own enumerable properties of `url`, and protocol, hostname (IPv6 without brackets), hash, search,
 *   pathname, path, href; port as a number and decoded auth where the URL has them
 */
function urlToHttpOptions(url) {
  validateObject(url, 'url', { allowArray: true, allowFunction: true });
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: typeof hostname === 'string' && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decoded(username)}:${decoded(password)}`;
  return options;
}

module.exports = { urlToHttpOptions };
