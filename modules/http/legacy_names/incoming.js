'use strict';
// require('_http_incoming').
const { IncomingMessage, readStart, readStop } = require('http/incoming');

module.exports = { IncomingMessage, readStart, readStop };
