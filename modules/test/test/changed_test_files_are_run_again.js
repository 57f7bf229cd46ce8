'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { run } = require('node:test');
const finish = require('../../../test/_finish');

const cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-watch-')));
const write = (name, text) => fs.writeFileSync(path.join(cwd, name), text);

finish(async () => {
  try {
    write('part.js', 'module.exports = "before";');
    write('a.test.js', `require('node:test')(require('./part'), () => {});`);
    write('b.test.js', `require('node:test')('apart', () => {});`);
    const controller = new AbortController();
    const stream = run({ cwd, watch: true, signal: controller.signal, concurrency: 1 });
    let names = [];
    stream.on('test:pass', ({ name }) => names.push(name));
    stream.resume();
    const drained = async () => {
      await once(stream, 'test:watch:drained');
      return names.splice(0);
    };
    assert.deepStrictEqual(await drained(), ['before', 'apart']);

    // What loaded the file is run again, and nothing else.
    const restarted = once(stream, 'test:watch:restarted');
    write('part.js', 'module.exports = "after";');
    await restarted;
    // A change may be told twice.
    while (!names.includes('after')) await once(stream, 'test:watch:drained');
    assert.deepStrictEqual([...new Set(names)].filter((name) => name !== 'before'), ['after']);

    controller.abort();
    await once(stream, 'end');
  } finally {
    fs.rmSync(cwd, { recursive: true });
  }
});
