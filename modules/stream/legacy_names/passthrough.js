'use strict';
// require('_stream_passthrough'), the name from before there was require('stream').
module.exports = require('stream').PassThrough;
