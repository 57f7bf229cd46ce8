'use strict';
// require('_stream_wrap'), deprecated.
const { JSStreamSocket } = require('net/js_stream_socket');

require('process_object').emitWarning('The _stream_wrap module is deprecated.', 'DeprecationWarning', 'DEP0125');

module.exports = JSStreamSocket;
