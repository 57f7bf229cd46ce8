'use strict';
// atob() and btoa() (https://html.spec.whatwg.org/multipage/webappapis.html#atob).

const { ERR_MISSING_ARGS } = require('errors');
const native = binding('buffer');

function invalidCharacter(message) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, 'InvalidCharacterError');
}

/** The bytes of base64 text, a character each. */
function atob(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const bytes = native.atob(`${input}`);
  if (bytes === null) throw invalidCharacter('Invalid character');
  if (bytes === false) throw invalidCharacter('The string to be decoded is not correctly encoded.');
  return bytes;
}

/** The base64 of bytes given as a character each. */
function btoa(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const text = native.btoa(`${input}`);
  if (text === null) throw invalidCharacter('Invalid character');
  return text;
}

module.exports = { atob, btoa };
