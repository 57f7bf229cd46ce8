// fs.constants, as this system numbers them.
'use strict';
module.exports = binding('fs_constants').constants;
