'use strict';
// The Date header's value, made once a second.

let text = '';
let validUntil = 0; // milliseconds of the clock

/** @returns {string} now, as RFC 9110 wants it (IMF-fixdate) */
function utcDate() {
  const now = Date.now();
  if (now >= validUntil || now < validUntil - 1000) {
    text = new Date(now).toUTCString();
    validUntil = now - now % 1000 + 1000;
  }
  return text;
}

module.exports = { utcDate };
