'use strict';
// node:sys (deprecated): node:util under its old name.

require('process_object').emitWarning('sys is deprecated. Use util instead.', 'DeprecationWarning', 'DEP0025');

module.exports = require('util');
