#!/usr/bin/env eddy
'use strict';
// A command-line tool: the most frequent words of a text. count_words.js [--top N] [--min-length N] [--json] [FILE...]
const fs = require('node:fs');
const { parseArgs } = require('node:util');

const USAGE = 'usage: count_words.js [--top N] [--min-length N] [--json] [FILE...]';

function parseCommandLine() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'top': { type: 'string', short: 'n', default: '10' },
      'min-length': { type: 'string', default: '1' },
      'json': { type: 'boolean', default: false },
      'help': { type: 'boolean', short: 'h', default: false },
    },
  });
  return { ...values, top: Number(values.top), minLength: Number(values['min-length']), files: positionals };
}

function countWords(text, counts, minLength) {
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}']+/gu)) {
    if (word.length >= minLength) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}

function main() {
  const options = parseCommandLine();
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const counts = new Map();
  for (const file of options.files.length > 0 ? options.files : [0]) {  // 0: standard input
    countWords(fs.readFileSync(file, 'utf8'), counts, options.minLength);
  }
  const top = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, options.top);
  if (options.json) console.log(JSON.stringify(Object.fromEntries(top)));
  else for (const [word, count] of top) console.log(String(count).padStart(7), word);
}

try {
  main();
} catch (error) {
  console.error(error.message);
  console.error(USAGE);
  process.exitCode = 1;
}
