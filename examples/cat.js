'use strict';
// cat: copies files, or standard input where there are none, to standard output. cat.js [FILE | -]...
const fs = require('node:fs');
const { pipeline } = require('node:stream/promises');

async function main(names) {
  for (const name of names.length > 0 ? names : ['-']) {
    const source = name === '-' ? process.stdin : fs.createReadStream(name);
    try {
      await pipeline(source, process.stdout, { end: false });
    } catch (error) {
      if (error.code === 'EPIPE') return;  // whoever read our output has gone
      console.error(`cat: ${name}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
      process.exitCode = 1;
    }
  }
}

main(process.argv.slice(2));
