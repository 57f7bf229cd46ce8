// eddy only: --fuzz, --fuzz-seed, --fuzz-keep, --fuzz-check, --fuzz-shrink
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, eddy } = require('./_asking');

// It takes a message to come in one piece: right in the plain order, for so few bytes.
const onePiece = [
  "const net = require('node:net');",
  'const server = net.createServer((socket) => {',
  "  socket.on('data', (data) => socket.end(String(JSON.parse(data).n)));",
  "}).listen(0, '127.0.0.1', () => {",
  "  const client = net.connect(server.address().port, '127.0.0.1', () => client.write('{\"n\":1}'));",
  "  client.on('data', () => {}).on('end', () => server.close());",
  '});',
].join('\n');

// Whatever the loop may choose, this holds.
const sound = [
  "const assert = require('node:assert');",
  "const fs = require('node:fs');",
  "const net = require('node:net');",
  'const log = [];',
  'process.nextTick(() => log.push("tick 1"));',
  'process.nextTick(() => log.push("tick 2"));',
  'Promise.resolve().then(() => log.push("job"));',
  'setImmediate(() => log.push("immediate 1"));',
  'setImmediate(() => log.push("immediate 2"));',
  'setTimeout(() => log.push("timer 3"), 3);',
  'setTimeout(() => log.push("timer 6"), 6);',
  'const file = fs.promises.readFile(__filename, "utf8");',
  'const echo = new Promise((resolve) => {',
  '  const server = net.createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1", () => {',
  '    let text = "";',
  '    const client = net.connect(server.address().port, "127.0.0.1", () => client.end("abcdefghij".repeat(100)));',
  '    client.setEncoding("utf8").on("data", (part) => { text += part; }).on("end", () => { server.close(); resolve(text); });',
  '  });',
  '});',
  'process.on("exit", (code) => {',
  '  const of = (what) => log.filter((entry) => entry.startsWith(what)).join();',
  '  assert.strictEqual(log.slice(0, 3).join(), "tick 1,tick 2,job");',
  '  assert.strictEqual(of("immediate"), "immediate 1,immediate 2");',
  '  assert.strictEqual(of("timer"), "timer 3,timer 6");',
  '});',
  'Promise.all([file, echo]).then(([source, text]) => {',
  '  assert.ok(source.includes("readFile(__filename"));',
  '  assert.strictEqual(text, "abcdefghij".repeat(100));',
  '});',
].join('\n');

// One result of the pool behind the other.
const chain = [
  "const { pbkdf2 } = require('node:crypto');",
  'let left = 60;',
  "(function next() { if (left-- > 0) pbkdf2('a', 'b', 1, 8, 'sha1', next); })();",
].join('\n');

async function found() {
  const { code, stderr } = await eddy(['--fuzz=9', '--fuzz-replays=3', '--fuzz-seed=0x20', plant('one_piece.js', onePiece)]);
  assert.strictEqual(code, 1, stderr);
  assert.match(stderr, /^FUZZ FAILURE {2}\S+one_piece\.js {3}seed 0x[0-9a-f]+, run \d+ of 9 {3}\(exit code 1\)\n {2}SyntaxError: .* {5}one_piece\.js:3:\d+/);
  assert.match(stderr, /^ {2}passes in the plain order; fails with split:0 \(3 of 3 replays\)$/m);
  assert.match(stderr, /^ {4}split:0 +a read of tcp gets (?:1 byte|7 bytes) at most/m);
  const [, from, to] = /^ {2}shrunk from (\d+) choices? to (\d+)$/m.exec(stderr);
  assert.ok(+to <= +from && +to === 1, stderr);
  const [, replay] = /^ {2}replay {2}eddy (.*)$/m.exec(stderr);
  for (let i = 0; i < 2; i++) {
    const again = await eddy(replay.split(' '));
    assert.strictEqual(again.code, 1);
    assert.match(again.stderr, /SyntaxError/);
  }
}

async function notFound() {
  const { code, stdout, stderr } = await eddy(['--fuzz=4', '--fuzz-seed=7', plant('sound.js', sound)]);
  assert.strictEqual(code, 0, stderr);
  assert.strictEqual(stdout, 'FUZZ: 4 other orders, none of them failed (seeds from 0x7)\n');
}

async function choicesOf(options) {
  const log = path.join(folder, 'choices');
  const { code, stderr } = await eddy([...options, `--fuzz-log=${log}`, plant('chain.js', chain)]);
  assert.strictEqual(code, 0, stderr);
  return fs.readFileSync(log, 'utf8').split('\n').filter((line) => line.startsWith('choice result:'));
}

async function drawn() {
  const first = await choicesOf(['--fuzz-seed=0x1']);
  assert.ok(first.length > 0);
  assert.match(first[0], /^choice result:\d+ [1-7] PBKDF2REQUEST \S+chain\.js:3:\d+/);
  assert.deepStrictEqual(await choicesOf(['--fuzz-seed=1']), first);
  assert.notDeepStrictEqual(await choicesOf(['--fuzz-seed=2']), first);
  const [one] = first;
  assert.deepStrictEqual(await choicesOf(['--fuzz-seed=1', `--fuzz-keep=${one.split(' ')[1]}`]), [one]);
  assert.deepStrictEqual(await choicesOf(['--fuzz-seed=1', '--fuzz-keep=none']), []);
}

async function checked() {
  const alike = await eddy(['--fuzz-check', '--fuzz=2', '--fuzz-seed=5', plant('sound.js', sound)]);
  assert.strictEqual(alike.code, 0, alike.stderr);
  assert.strictEqual(alike.stdout, 'FUZZ CHECK: 2 seeds, each run twice, alike to the byte (seeds from 0x5)\n');
  const apart = await eddy(['--fuzz-check', '--fuzz-seed=5', plant('apart.js', 'console.log(process.pid)')]);
  assert.strictEqual(apart.code, 1);
  assert.match(apart.stderr, /^FUZZ CHECK: two runs of seed 0x5 were not alike\n {2}line 1 of what it printed\n {4}first: \d+\n {4}then: {2}\d+\n$/);
}

// The first result is there long before the last, unless it is held back.
const late = [
  "const { stat } = require('node:fs');",
  'let isThere = false;',
  'stat(__filename, () => { isThere = true; });',
  'let left = 100;',
  '(function next() { if (left-- > 0) stat(__filename, next); else if (!isThere) throw new Error("it is late"); })();',
].join('\n');

async function heldForAnother() {
  const file = plant('late.js', late);
  // 99 is the last but one.
  for (const [last, code] of [[99, 0], [100, 1]]) {
    const run = await eddy(['--fuzz-seed=1', `--fuzz-keep=result:0-after-result:${last}`, file]);
    assert.strictEqual(run.code, code, run.stderr);
  }
}

async function refused() {
  const file = plant('chain.js', chain);
  for (const [options, message] of [
    [['--fuzz-seed=some'], '--fuzz-seed=some is no number'], [['--fuzz=0'], '--fuzz=0 is no number of runs'],
    [['--fuzz=3', '--fuzz-seed=some'], '--fuzz-seed=some is no number'], [['--fuzz-shrink'], '--fuzz-shrink needs a --fuzz-seed'],
  ]) {
    const { code, stderr } = await eddy([...options, file]);
    assert.strictEqual(code, 9, stderr);
    assert.ok(stderr.endsWith(`: ${message}\n`), stderr);
  }
  const wrong = await eddy(['--fuzz=3', plant('wrong.js', 'process.exit(3)')]);
  assert.strictEqual(wrong.code, 1);
  assert.strictEqual(wrong.stderr, 'FUZZ: the program fails in the plain order, too (exit code 3)\n');
}

finish(async () => {
  await found();
  await notFound();
  await drawn();
  await checked();
  await heldForAnother();
  await refused();
});
