// eddy only: Node crashes on most of these, or loses them without a word
'use strict';
// Objects that only this process has are refused by name; those of eddy's own rooms come back by themselves.
const assert = require('../../../test/_finish').plan(20);
const { build, start } = require('./_snapshot');

const refused = {
  'globalThis.kept = require("zlib").createGzip()': /Zlib/,
  'globalThis.kept = new Intl.NumberFormat("en")': /Intl\.NumberFormat/,
  'globalThis.kept = [new Intl.Collator(), new Intl.Collator()]': /Intl\.Collator \(2\)/,
  'globalThis.kept = new MessageChannel()': /MessagePort/,
  'globalThis.kept = require("vm").createContext({})': /Context/,
  'globalThis.kept = new (require("vm").Script)("1")': /Script/,
  'globalThis.kept = require("crypto").createHash("sha3-256").update(Buffer.alloc(9000))': /Hash/,
  'globalThis.kept = require("net").createServer().listen(0).unref()': /T[Cc][Pp]/,
  'globalThis.kept = require("fs").watch(".").unref()': /FSEvent/,
};
for (const [source, name] of Object.entries(refused)) {
  const { status, signal, stderr } = build(source);
  assert.deepStrictEqual([status, signal], [1, null], `${source}\n${stderr}`);
  assert.match(stderr, /eddy: the snapshot cannot be built: the program still holds what only this process has: /, source);
  assert.match(stderr, name, source);
  assert.match(stderr, /Let go of it before the snapshot is built, and make it anew in a deserialize callback\.\n$/);
}

// What was let go of in time is none of these.
const built = build((require) => {
  const { startupSnapshot } = require('v8');
  const { createHash } = require('crypto');
  const data = {
    stdout: process.stdout, stderr: process.stderr, hash: createHash('sha1').update('a'), log: console.log,
    timeout: setTimeout(() => console.log('never'), 2 ** 30).unref(), interval: setInterval(() => console.log('never'), 2 ** 30).unref(),
  };
  require('zlib').gunzipSync(require('zlib').gzipSync('x'));
  require('fs').promises.readFile(process.execPath, { length: 1 }).catch(() => {});
  new Intl.NumberFormat('en').format(1);
  (1234.5).toLocaleString('en');
  structuredClone({ a: [1] });
  createHash('md5').update('b').digest();
  process.on('SIGUSR2', () => { console.log('signal'); process.removeAllListeners('SIGUSR2'); });
  console.log('built');
  process.stdout.write('with a stream\n');
  startupSnapshot.setDeserializeMainFunction((data) => {
    data.stdout.write('kept stream\n', () => {
      data.log(data.hash.digest('hex'), createHash('md5').update('b').digest('hex').slice(0, 8));
      data.log(JSON.stringify(structuredClone({ a: [1, new Map([[1, 2]])] })), (1234.5).toLocaleString('en'));
      clearTimeout(data.timeout);
      clearInterval(data.interval);
      const { port1, port2 } = new MessageChannel();
      port1.postMessage({ sent: true });
      port2.once('message', (message) => {
        data.log(message.sent);
        port1.close();
        setTimeout(() => {
          process.stdout.write('own stream\n');
          setInterval(() => {}, 2 ** 30); // until the signal
          process.once('SIGUSR2', () => process.exit());
          process.kill(process.pid, 'SIGUSR2');
        }, 1);
      });
    });
    data.stderr.write('kept stderr\n');
  }, data);
});
assert.deepStrictEqual([built.status, built.stderr, built.stdout], [0, '', 'built\nwith a stream\n']);
const started = start();
assert.deepStrictEqual([started.status, started.signal, started.stderr], [0, null, 'kept stderr\n']);
assert.strictEqual(started.stdout,
  `kept stream\n86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 92eb5ffe\n{"a":[1,{}]} 1,234.5\ntrue\nown stream\nsignal\n`);
