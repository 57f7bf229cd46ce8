'use strict';
// eddy only: node on Linux neither waits for modules that are missing nor watches paths recursively everywhere.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const finish = require('../../../test/_finish');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watch-paths-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const put = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const waits = (word, name) => `${word} running '${name}'. Waiting for file changes before restarting...`;

async function watching(args, steps, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env },
  });
  const left = [...steps];
  for await (const line of readline.createInterface({ input: child.stdout })) {
    if (line === 'Waiting for graceful termination...' || line.startsWith('Gracefully restarted')) continue;
    const [expected, action] = left.shift();
    assert.strictEqual(line, expected);
    action?.();
    if (left.length === 0) child.kill();
  }
  assert.deepStrictEqual(left, []);
}

finish(async () => {
  put('app.js', 'console.log(require("./parts/later").word);');
  await watching(['--watch', 'app.js'], [
    [waits('Failed', 'app.js'), () => put('parts/later.js', 'exports.word = "there";')],
    [`Restarting 'app.js'`],
    ['there'],
    [waits('Completed', 'app.js')],
  ]);

  put('app.mjs', 'import "./coming.mjs";');
  await watching(['--watch', 'app.mjs'], [
    [waits('Failed', 'app.mjs'), () => put('coming.mjs', 'console.log("came");')],
    [`Restarting 'app.mjs'`],
    ['came'],
    [waits('Completed', 'app.mjs')],
  ]);

  // Paths take the place of what was loaded; and NODE_OPTIONS asks for it as well.
  put('pages/deep/page.html', 'one');
  put('show.js', 'console.log(require("fs").readFileSync("pages/deep/page.html", "utf8"));');
  for (const [args, env] of [[['--watch-path=pages', 'show.js']], [['show.js'], { NODE_OPTIONS: '--watch-path pages' }]]) {
    put('pages/deep/page.html', 'one');
    await watching(args, [
      ['one'],
      [waits('Completed', 'show.js'), () => put('pages/deep/page.html', 'two')],
      [`Restarting 'show.js'`],
      ['two'],
      [waits('Completed', 'show.js')],
    ], env);
  }

  // Variables from a file.
  put('variables', 'WORD=one');
  put('variable.js', 'console.log(process.env.WORD);');
  await watching(['--watch', '--env-file=variables', 'variable.js'], [
    ['one'],
    [waits('Completed', 'variable.js'), () => put('variables', 'WORD=two')],
    [`Restarting 'variable.js'`],
    ['two'],
    [waits('Completed', 'variable.js')],
  ]);
});
