'use strict';
// Headers that a program gave as a list, [name, value, name, value ...].
const { sensitiveHeaders } = require('http2/header_fields');

/** What sentHeaders shows of such a list: values by name as it was written, several in an array. */
function objectOf(list) {
  const headers = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i];
    const value = list[i + 1];
    const existing = headers[name];
    if (existing === undefined) headers[name] = value;
    else if (Array.isArray(existing)) existing.push(value);
    else headers[name] = [existing, value];
  }
  if (list[sensitiveHeaders] !== undefined) headers[sensitiveHeaders] = list[sensitiveHeaders];
  return headers;
}

module.exports = { objectOf };
