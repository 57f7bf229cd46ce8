'use strict';
// console.log of 100,000 lines; the driver reads them through a pipe.
const { report } = require('./_measure.js');

const LINES = 100000;
const start = performance.now();
for (let i = 0; i < LINES; i++) console.log('line', i, 'of the output');
report('console.log to a pipe', LINES / (performance.now() - start) * 1000);
