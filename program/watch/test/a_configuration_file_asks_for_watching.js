'use strict';
// Watching that a configuration file asks for: the program gets the file's other options, and is announced once.
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { ended, put, watching } = require('./_watching');

delete process.env.NODE_OPTIONS;

finish(async () => {
  put('app.js', 'console.log("one", process.title);');
  put('c.json', '{"watch": {"watch": true, "watch-preserve-output": true}, "nodeOptions": {"title": "configured"}}');
  const errors = await watching(['--experimental-config-file=c.json', 'app.js'], [
    ['one configured'],
    [ended('Completed', 'app.js'), () => put('app.js', 'console.log("two", process.title);')],
    [`Restarting 'app.js'`],
    ['two configured'],
    [ended('Completed', 'app.js')],
  ]);
  assert.strictEqual(errors.match(/ExperimentalWarning: --experimental-config-file/g).length, 1);

  // Without a program, nothing is run, and nothing waited for.
  assert.strictEqual(await watching(['--watch'], [[ended('Completed', '')]]), '');
});
