// eddy only: Node takes bytes that begin as its own events do for such, and waits for the rest for ever
'use strict';
// A test file writes bytes that look like the events between it and the runner: they are its output, and the tests around them
// are counted.
const assert = require('node:assert');
const path = require('node:path');
const { run } = require('node:test');
const finish = require('../../../test/_finish');

const events = [];
let output = '';
const stream = run({ files: [path.join(__dirname, '_writes_marks.js')] });
stream.on('test:stdout', ({ message }) => { output += message; });
stream.on('test:pass', ({ name }) => events.push(`pass ${name}`));
stream.on('test:fail', ({ name }) => events.push(`fail ${name}`));
stream.resume();
stream.on('end', finish.once(() => {
  assert.deepStrictEqual(events, ['pass before', 'pass after']);
  const { outputs } = require('./_writes_marks.js');
  const plain = (text) => text.replace(/[^a-z ]/g, '');
  assert.strictEqual(plain(output), plain(outputs.map((bytes) => bytes.toString('latin1')).join('')));
}));
