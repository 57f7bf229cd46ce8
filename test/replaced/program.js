'use strict';
// program.js SCENARIO REPLACEMENT: runs the scenario after the replacement was made; prints 'ok' when it came to its end.
const { writeSync } = require('node:fs');
const { scenarios } = require('./scenarios.js');
const replacements = require('./replacements.js');

const [, , scenario, replacement] = process.argv;
if (replacement !== undefined) replacements[replacement]();
scenarios[scenario](() => { writeSync(1, 'ok'); });
