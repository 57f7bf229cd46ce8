'use strict';
// require('_stream_writable'), the name from before there was require('stream').
module.exports = require('stream').Writable;
