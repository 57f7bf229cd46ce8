'use strict';
// Text of a URL's components as the URL parser would leave it (https://urlpattern.spec.whatwg.org/#canon). Each throws a
// TypeError for what it would not take.

const { native, offsets, hrefOf, FAILED } = require('url/native');
const { URL } = require('url/whatwg_url');
const { C0_CONTROL, FRAGMENT, QUERY, USERINFO, percentEncode } = require('url/percent');

const defaultPorts = { __proto__: null, http: '80', https: '443', ws: '80', wss: '443', ftp: '21', file: '' };

function fail(value) {
  throw new TypeError(`Invalid URL component ${value}`);
}

/**
 * https://urlpattern.spec.whatwg.org/#canonicalize-a-protocol; these functions throw a TypeError for what cannot be
 * canonicalized.
 */
function protocol(value) {
  if (value === '') return value;
  const text = `${value}://dummy.invalid`;
  const outcome = native.parse(text);
  return outcome === FAILED ? fail(value) : hrefOf(text, outcome).slice(0, offsets[1] - 1);
}

/** A user name or a password. */
function credentials(value) {
  return percentEncode(value, USERINFO);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-hostname */
function hostname(value) {
  if (value === '') return value;
  return native.hostnameOf(value) || fail(value);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-an-ipv6-hostname */
function ipv6Hostname(value) {
  return /^[0-9A-Fa-f[\]:]*$/.test(value) ? value.toLowerCase() : fail(value);
}

/** The port, or '' when it is that of the scheme `scheme`. */
function port(value, scheme = '') {
  if (value === '') return value;
  const digits = /^\d+/.exec(value.replace(/[\t\n\r]/g, ''));
  if (digits === null || Number(digits[0]) > 65535) fail(value);
  const number = `${Number(digits[0])}`;
  return number === defaultPorts[scheme] ? '' : number;
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-pathname */
function pathname(value) {
  if (value === '') return value;
  // A path that does not begin with '/' gets a beginning that is taken off again.
  const absolute = value[0] === '/';
  const url = new URL('https://dummy.invalid');
  url.pathname = absolute ? value : `/-${value}`;
  return absolute ? url.pathname : url.pathname.slice(2);
}

function withoutIgnored(value) {
  return value.replace(/[\t\n\r]/g, '');
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-an-opaque-pathname */
function opaquePathname(value) {
  return percentEncode(withoutIgnored(value), C0_CONTROL);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-search */
function search(value) {
  return percentEncode(withoutIgnored(value), QUERY);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-hash */
function hash(value) {
  return percentEncode(withoutIgnored(value), FRAGMENT);
}

/** Whether `scheme` is one of http, https, ws, wss, ftp and file. */
function isSpecialScheme(scheme) {
  return defaultPorts[scheme] !== undefined;
}

module.exports = {
  protocol, credentials, hostname, ipv6Hostname, port, pathname, opaquePathname, search, hash, isSpecialScheme,
};
