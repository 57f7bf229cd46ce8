'use strict';
// What the events of the Network domain are made of.

let lastId = 0;

/** An id of its own for each request. */
function nextRequestId() {
  return `node-network-event-${++lastId}`;
}

const now = () => performance.now() / 1000;
const wallTime = () => Date.now() / 1000;

// Lower-case names; several values of one name in a string.
function flatHeaders(entries) {
  const flat = { __proto__: null };
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    const separator = key === 'set-cookie' ? '\n' : key === 'cookie' ? '; ' : ', ';
    const text = Array.isArray(value) ? value.join(separator) : `${value}`;
    flat[key] = flat[key] === undefined ? text : `${flat[key]}${separator}${text}`;
  }
  return flat;
}

// {mimeType, charset} of a Content-Type.
function contentType(value) {
  if (value === undefined) return { mimeType: '', charset: '' };
  const [type, ...parameters] = value.split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  return { mimeType: type.toLowerCase(), charset: charset?.slice('charset='.length).replace(/^"|"$/g, '').toLowerCase() ?? '' };
}

module.exports = { contentType, flatHeaders, nextRequestId, now, wallTime };
