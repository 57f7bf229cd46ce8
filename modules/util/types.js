// node:util/types, which npm parts require by this name, too.
'use strict';
module.exports = require('types');
