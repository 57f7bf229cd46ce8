'use strict';
// require('_stream_duplex'), the name from before there was require('stream').
module.exports = require('stream').Duplex;
