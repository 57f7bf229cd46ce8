'use strict';
// stream/web
module.exports = require('webstreams');
