'use strict';
// What a program of --build-snapshot has made is there in the process that starts from its snapshot, and what belongs to a
// process is that one's.
const assert = require('../../../test/_finish').plan(6);
const path = require('node:path');
const { folder, build, start, file } = require('./_snapshot');

const built = build((require, __filename, __dirname) => {
  const { startupSnapshot } = require('node:v8');
  class Counter {
    #count = 41;
    static made = 0;
    constructor() { Counter.made++; }
    next() { return ++this.#count; }
  }
  function* letters() { yield 'a'; yield 'b'; }
  const kept = {
    map: new Map([['a', 1], [{ b: 2 }, new Set([3])]]),
    bytes: Buffer.from('bytes'),
    numbers: new Float64Array([1.5, 2.5]),
    big: 12345678901234567890n,
    date: new Date(0),
    regexp: /b+/g,
    counter: new Counter(),
    letters: letters(),
    symbol: Symbol.for('shared'),
    proxy: new Proxy({}, { get: (target, name) => `proxied ${String(name)}` }),
    weak: new WeakMap(),
    promise: Promise.resolve('resolved'),
    url: new URL('http://example.org/path?q=1'),
    text: 'ünïcödé ☃',
    error: new Error('kept'),
    env: process.env,
  };
  kept.weak.set(kept.map, 'weak');
  kept.letters.next();
  kept.counter.next();
  startupSnapshot.setDeserializeMainFunction((data) => {
    const { kept } = data;
    data.promise = kept.promise.then((value) => {
      console.log(JSON.stringify({
        map: [...kept.map.keys()].map((key) => typeof key), set: [...[...kept.map.values()][1]], bytes: kept.bytes.toString(),
        isBuffer: Buffer.isBuffer(kept.bytes), numbers: [...kept.numbers], big: String(kept.big), date: kept.date.toISOString(),
        regexp: 'abbb'.replace(kept.regexp, '-'), counter: kept.counter.next(), made: kept.counter.constructor.made,
        letters: kept.letters.next().value, symbol: kept.symbol === Symbol.for('shared'), proxy: kept.proxy.x,
        weak: kept.weak.get(kept.map), promise: value, url: kept.url.searchParams.get('q'), text: kept.text,
        error: kept.error instanceof Error && kept.error.message, instance: kept.map instanceof Map,
        argv: process.argv.slice(1), execArgv: process.execArgv.slice(0, 1), env: [kept.env.WHICH, process.env === kept.env],
        cwd: process.cwd(), pid: process.pid === data.pid, file: [data.file, data.folder],
        has: typeof WebAssembly + typeof SharedArrayBuffer, building: !!startupSnapshot.isBuildingSnapshot(),
      }));
    });
  }, { kept, pid: process.pid, file: __filename, folder: __dirname });
}, { env: { WHICH: 'build' } });
assert.deepStrictEqual([built.status, built.signal, built.stdout, built.stderr], [0, null, '', '']);

const started = start(['one', '--two'], { env: { WHICH: 'start' }, cwd: path.dirname(folder) });
assert.deepStrictEqual([started.status, started.stderr], [0, '']);
assert.deepStrictEqual(JSON.parse(started.stdout), {
  map: ['string', 'object'], set: [3], bytes: 'bytes', isBuffer: true, numbers: [1.5, 2.5], big: '12345678901234567890',
  date: '1970-01-01T00:00:00.000Z', regexp: 'a-', counter: 43, made: 1, letters: 'b', symbol: true, proxy: 'proxied x', weak: 'weak',
  promise: 'resolved', url: '1', text: 'ünïcödé ☃', error: 'kept', instance: true, argv: ['one', '--two'],
  execArgv: ['--snapshot-blob'], env: ['start', true], cwd: path.dirname(folder), pid: false,
  file: [path.join(folder, 'entry.js'), folder], has: 'objectfunction', building: false,
});

// Without a main function, a file is run in what the program has left.
assert.strictEqual(build('globalThis.left = { at: 1 }; require("fs").left = "fs";').status, 0);
file('main.js', 'console.log(left.at, require("fs").left, require("./other"), process.argv[1] === __filename);');
file('other.js', 'module.exports = "other";');
assert.strictEqual(start(['main.js']).stdout, '1 fs other true\n');
assert.strictEqual(start(['-p', 'left.at + 1']).stdout, '2\n');
