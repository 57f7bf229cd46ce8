'use strict';
// The protocol's domains that are no business of V8's and need no native code.

const network = require('inspector/network');

const methods = { __proto__: null, ...network.methods };

/** JSON of the result, {error} or {invalid: true}; undefined when there is no such method. */
function handle(session, method, params) {
  const found = methods[method];
  if (found === undefined) return undefined;
  const result = found(session, params ?? {});
  if (result === undefined) return '{}';
  return result.error === undefined && result.invalid === undefined ? JSON.stringify(result) : result;
}

module.exports = { handle };
