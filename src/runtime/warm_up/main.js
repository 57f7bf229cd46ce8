'use strict';
// The program of the warm-up run (program/main/warm_up.js): what nearly every program does at its start.
const path = require('node:path');
const { join } = require('./other');

console.log(join('hello', 'world') + path.sep);
