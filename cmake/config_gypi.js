'use strict';
// Prints what node-gyp reads of the runtime that it builds addons for: process.config, in a form that Python reads as well.
console.log(`# Written by make install.\n${JSON.stringify(process.config, null, 2)}`);
