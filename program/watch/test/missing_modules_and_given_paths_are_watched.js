'use strict';
// eddy only: node on Linux neither waits for modules that are missing nor watches paths recursively everywhere.
const finish = require('../../../test/_finish');
const { ended, put, watching } = require('./_watching');

finish(async () => {
  put('app.js', 'console.log(require("./parts/later").word);');
  await watching(['--watch', 'app.js'], [
    [ended('Failed', 'app.js'), () => put('parts/later.js', 'exports.word = "there";')],
    [`Restarting 'app.js'`],
    ['there'],
    [ended('Completed', 'app.js')],
  ]);

  put('app.mjs', 'import "./coming.mjs";');
  await watching(['--watch', 'app.mjs'], [
    [ended('Failed', 'app.mjs'), () => put('coming.mjs', 'console.log("came");')],
    [`Restarting 'app.mjs'`],
    ['came'],
    [ended('Completed', 'app.mjs')],
  ]);

  // Paths take the place of what was loaded; and NODE_OPTIONS asks for it as well.
  put('pages/deep/page.html', 'one');
  put('show.js', 'console.log(require("fs").readFileSync("pages/deep/page.html", "utf8"));');
  for (const [args, env] of [[['--watch-path=pages', 'show.js']], [['show.js'], { NODE_OPTIONS: '--watch-path pages' }]]) {
    put('pages/deep/page.html', 'one');
    await watching(args, [
      ['one'],
      [ended('Completed', 'show.js'), () => put('pages/deep/page.html', 'two')],
      [`Restarting 'show.js'`],
      ['two'],
      [ended('Completed', 'show.js')],
    ], { env: { ...process.env, ...env } });
  }

  // Variables from a file.
  put('variables', 'WORD=one');
  put('variable.js', 'console.log(process.env.WORD);');
  await watching(['--watch', '--env-file=variables', 'variable.js'], [
    ['one'],
    [ended('Completed', 'variable.js'), () => put('variables', 'WORD=two')],
    [`Restarting 'variable.js'`],
    ['two'],
    [ended('Completed', 'variable.js')],
  ]);
});
