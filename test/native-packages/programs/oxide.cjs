'use strict';
// @tailwindcss/oxide finds candidates of classes in sources.
const fs = require('node:fs');
const path = require('node:path');
const { Scanner } = require('@tailwindcss/oxide');

module.exports = async (print, folder) => {
  for (let i = 0; i < 40; i++) {
    fs.writeFileSync(path.join(folder, `page${i}.html`), `<p class="m-${i} p-[${i}px] hover:text-red-${i}00 dark:md:flex">bg-blue-${i}</p>`);
  }
  const scanner = new Scanner({ sources: [{ base: folder, pattern: '**/*', negated: false }] });
  print(scanner.scan().sort());
  print(scanner.files.map((file) => path.relative(folder, file)).sort().length, scanner.globs.length);
  print(scanner.scanFiles([{ content: '<a class="underline mt-4 [color:red] after:content-[\'x\']">', extension: 'html' }]).sort());
  print(scanner.getCandidatesWithPositions({ content: '<b class="flex grid">', extension: 'html' }));
};
