'use strict';
// Watching that a configuration file asks for: the program gets the file's other options, and is announced once.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const finish = require('../../../test/_finish');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watch-config-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const put = (name, text) => fs.writeFileSync(path.join(folder, name), text);
delete process.env.NODE_OPTIONS;

async function watching(args, steps) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
  const closed = new Promise((resolve) => { child.on('close', resolve); });
  const left = [...steps];
  for await (const line of readline.createInterface({ input: child.stdout })) {
    if (line === 'Waiting for graceful termination...' || line.startsWith('Gracefully restarted')) continue;
    const [expected, action] = left.shift();
    assert.strictEqual(line, expected);
    action?.();
    if (left.length === 0) child.kill();
  }
  await closed;
  assert.deepStrictEqual(left, []);
  return errors;
}

const completed = (name) => `Completed running '${name}'. Waiting for file changes before restarting...`;

finish(async () => {
  put('app.js', 'console.log("one", process.title);');
  put('c.json', '{"watch": {"watch": true, "watch-preserve-output": true}, "nodeOptions": {"title": "configured"}}');
  const errors = await watching(['--experimental-config-file=c.json', 'app.js'], [
    ['one configured'],
    [completed('app.js'), () => {
      put('next.js', 'console.log("two", process.title);');
      fs.renameSync(path.join(folder, 'next.js'), path.join(folder, 'app.js')); // at once: one change
    }],
    [`Restarting 'app.js'`],
    ['two configured'],
    [completed('app.js')],
  ]);
  assert.strictEqual(errors.match(/ExperimentalWarning: --experimental-config-file/g).length, 1);

  // Without a program, nothing is run, and nothing waited for.
  assert.strictEqual(await watching(['--watch'], [[completed('')]]), '');
});
