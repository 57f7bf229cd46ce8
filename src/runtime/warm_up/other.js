'use strict';
exports.join = (...parts) => require('path').join(...parts);
