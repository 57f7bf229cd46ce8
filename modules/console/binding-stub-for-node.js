'use strict';
// For testing these modules on Node.js.
const util = require('internal/test/binding').internalBinding('util');
module.exports = { previewEntries: (iterator) => util.previewEntries(iterator, true) };
