// fs.constants, as this system numbers them.
'use strict';
const { fixProperties } = require('define');

module.exports = fixProperties(binding('fs_constants').constants);
