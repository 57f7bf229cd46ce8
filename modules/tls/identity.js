// Whether a certificate was made for the host that a client wanted (RFC 6125, 6.4; RFC 2818, 3.1).
'use strict';
const { ERR_TLS_CERT_ALTNAME_FORMAT, ERR_TLS_CERT_ALTNAME_INVALID } = require('errors');
const { isIP } = require('ip');

/**
 * Undefined when `cert` is for `hostname`, or an error that says why it is not.
 * @param {string} hostname a DNS name or an IP address
 * @param {object} cert as tlsSocket.getPeerCertificate() gives it; `subject.CN` and `subjectaltname` are looked at
 * @returns {Error|undefined} ERR_TLS_CERT_ALTNAME_INVALID with `reason`, `host` and `cert`
 * @throws ERR_TLS_CERT_ALTNAME_FORMAT
 */
function checkServerIdentity(hostname, cert) {
  const { subject, subjectaltname } = cert;
  const names = namesIn(subjectaltname);
  const host = `${hostname}`;
  const reason = whyNot(host, subject, subjectaltname, names);
  return reason === undefined ? undefined : new ERR_TLS_CERT_ALTNAME_INVALID(reason, host, cert);
}

function whyNot(host, subject, subjectaltname, { dns, ips }) {
  const asName = host.endsWith('.') ? host : `${host}.`;
  if (isIP(host)) {
    const wanted = canonicalIP(host);
    return ips.includes(wanted) ? undefined : `IP: ${host} is not in the cert's list: ${ips.join(', ')}`;
  }
  // The common name counts only where no alternative name of a host is given.
  if (dns.length > 0 || subject?.CN) {
    const labels = labelsOf(asName);
    if (dns.length > 0) {
      if (dns.some((pattern) => matches(labels, pattern, true))) return undefined;
      return `Host: ${asName} is not in the cert's altnames: ${subjectaltname}`;
    }
    const common = subject.CN;
    const isFound = Array.isArray(common) ? common.some((name) => matches(labels, name, true)) : matches(labels, common, true);
    return isFound ? undefined : `Host: ${asName} is not cert's CN: ${common}`;
  }
  return 'Cert does not contain a DNS name';
}

const isPlain = (text) => /^[\u0021-\u007f]*$/.test(text);

function labelsOf(name) {
  return lowerCase(name.endsWith('.') ? name.slice(0, -1) : name).split('.');
}

// Of ASCII letters alone.
function lowerCase(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether the labels of a host fit a name that may have a wildcard in its first label. */
function matches(hostLabels, pattern, allowsWildcard) {
  if (!pattern) return false;
  const labels = labelsOf(pattern);
  if (labels.length !== hostLabels.length || labels.includes('') || !labels.every(isPlain)) return false;
  for (let i = labels.length - 1; i > 0; i--) {
    if (labels[i] !== hostLabels[i]) return false;
  }
  return firstLabelMatches(hostLabels[0], labels, allowsWildcard);
}

function firstLabelMatches(host, [first, ...others], allowsWildcard) {
  const parts = first.split('*');
  if (parts.length === 1 || first.includes('xn--')) return first === host;
  // One wildcard, and never for a whole top-level domain.
  if (!allowsWildcard || parts.length > 2 || others.length < 2) return false;
  const [before, after] = parts;
  return before.length + after.length <= host.length && host.startsWith(before) && host.endsWith(after);
}

/** @returns {{dns: string[], ips: string[]}} what subjectaltname lists */
function namesIn(subjectaltname) {
  const dns = [];
  const ips = [];
  if (!subjectaltname) return { dns, ips };
  for (const entry of entriesOf(`${subjectaltname}`)) {
    if (entry.startsWith('DNS:')) dns.push(entry.slice(4));
    else if (entry.startsWith('IP Address:')) ips.push(canonicalIP(entry.slice(11)));
  }
  return { dns, ips };
}

// Entries are separated by ', '; those with unusual characters are in quotes, as JSON has them.
function entriesOf(text) {
  if (!text.includes('"')) return text.split(', ');
  const entries = [];
  let current = '';
  for (let at = 0; at < text.length;) {
    if (text.startsWith(', ', at)) {
      entries.push(current);
      current = '';
      at += 2;
    } else if (text[at] === '"') {
      const quoted = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/.exec(text.slice(at))?.[0];
      if (quoted === undefined) throw new ERR_TLS_CERT_ALTNAME_FORMAT();
      current += JSON.parse(quoted);
      at += quoted.length;
    } else {
      current += text[at++];
    }
  }
  entries.push(current);
  return entries;
}

// One spelling of an address: as new URL() has it for IPv6.
function canonicalIP(text) {
  if (!isIP(text)) return ''; // a range, say
  return isIP(text) === 6 ? new (require('url').URL)(`http://[${text}]`).hostname.slice(1, -1) : text;
}

module.exports = { checkServerIdentity };
