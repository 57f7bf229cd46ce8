'use strict';
// superagent's package leads to lib/, what its build makes of src/ for old runtimes: here its sources run as they are.
const fs = require('node:fs');

if (!fs.existsSync('lib')) fs.symlinkSync('src', 'lib');
