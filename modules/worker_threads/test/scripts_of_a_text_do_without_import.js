'use strict';
// What --import names runs in a worker of a file, a URL or a text that is a module; a script of a text does without it.
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const execArgv = ['--import', 'data:text/javascript,globalThis.imported = true'];
const post = 'parentPort.postMessage(globalThis.imported === true)';
const workers = [
  [`const { parentPort } = require('node:worker_threads'); ${post}`, { eval: true }, false],
  [`import { parentPort } from 'node:worker_threads'; ${post}`, { eval: true }, true],
  [new URL(`data:text/javascript,import { parentPort } from 'node:worker_threads'; ${post}`), {}, true],
];
for (const [source, options, expected] of workers) {
  new Worker(source, { execArgv, ...options }).on('message', finish.once((imported) => {
    assert.strictEqual(imported, expected, `${source}`);
  }));
}
