'use strict';
// For testing these modules on Node.js.
const util = require('internal/test/binding').internalBinding('util');
const ONLY_ENUMERABLE_STRINGS = 2 | 16;
module.exports = { nonIndexKeys: (object) => util.getOwnNonIndexProperties(object, ONLY_ENUMERABLE_STRINGS) };
