'use strict';
// Text of a URL's components as the URL parser would leave it (https://urlpattern.spec.whatwg.org/#canon). Each throws a
// TypeError for what it would not take.

const { UrlRecord, NOT_SPECIAL, schemeTypeOf } = require('url/components');
const parser = require('url/parser');
const { C0_CONTROL, USERINFO, percentEncode } = require('url/percent');

function fail(value) {
  throw new TypeError(`Invalid URL component ${value}`);
}

/**
 * https://urlpattern.spec.whatwg.org/#canonicalize-a-protocol; these functions throw a TypeError for what cannot be
 * canonicalized.
 */
function protocol(value) {
  if (value === '') return value;
  const url = parser.parse(`${value}://dummy.invalid`, undefined);
  return url === null ? fail(value) : url.href.slice(0, url.protocolEnd - 1);
}

/** A user name or a password. */
function credentials(value) {
  return percentEncode(value, USERINFO);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-hostname */
function hostname(value) {
  if (value === '') return value;
  const record = new UrlRecord();
  record.setScheme('https');
  parser.setHost(record, value, false);
  return record.host ?? fail(value);
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
  const record = new UrlRecord();
  record.setScheme(scheme);
  parser.setPort(record, value);
  return record.port === -1 ? '' : `${record.port}`;
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-pathname */
function pathname(value) {
  if (value === '') return value;
  const record = new UrlRecord();
  record.setScheme('https');
  // A path that does not begin with '/' gets a beginning that is taken off again.
  const absolute = value[0] === '/';
  parser.setPath(record, absolute ? value : `/-${value}`);
  const path = record.serializePath();
  return absolute ? path : path.slice(2);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-an-opaque-pathname */
function opaquePathname(value) {
  return percentEncode(value.replace(/[\t\n\r]/g, ''), C0_CONTROL);
}

/** https://urlpattern.spec.whatwg.org/#canonicalize-a-search */
function search(value) {
  return parser.encodeQuery(value, false);
}

/** Whether `scheme` is one of http, https, ws, wss, ftp and file. */
function isSpecialScheme(scheme) {
  return schemeTypeOf(scheme) !== NOT_SPECIAL;
}

module.exports = {
  protocol, credentials, hostname, ipv6Hostname, port, pathname, opaquePathname, search, isSpecialScheme,
  hash: parser.encodeFragment,
};
