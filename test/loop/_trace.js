'use strict';
// A trace of what ran: log(name) adds to it, and at the end of the process it must be what was expected.
const assert = require('node:assert');
const finish = require('../_finish');

exports.expectOrder = function(expected) {
  const seen = [];
  finish.atExit(() => assert.deepStrictEqual(seen, expected));
  return (name) => { seen.push(name); };
};
