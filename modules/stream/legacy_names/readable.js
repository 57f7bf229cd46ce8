'use strict';
// require('_stream_readable'), the name from before there was require('stream').
module.exports = require('stream').Readable;
