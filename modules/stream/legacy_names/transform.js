'use strict';
// require('_stream_transform'), the name from before there was require('stream').
module.exports = require('stream').Transform;
