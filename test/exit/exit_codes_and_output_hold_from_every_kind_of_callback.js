'use strict';
// process.exit() in each kind of callback: its code comes out, what was written before comes out whole, nothing runs
// behind it.
const assert = require('node:assert');
const { execFile } = require('node:child_process');
const finish = require('../_finish');

const exit = 'leave();';
const programs = {
  'the main script': exit,
  'a tick': `process.nextTick(() => { ${exit} });`,
  'a tick of a tick': `process.nextTick(() => process.nextTick(() => { ${exit} }));`,
  'a promise job': `Promise.resolve().then(() => { ${exit} });`,
  'an async function': `(async () => { await null; ${exit} })();`,
  'a microtask': `queueMicrotask(() => { ${exit} });`,
  'a timer among others': `for (let i = 0; i < 9; i++) setTimeout(i === 4 ? () => { ${exit} } : i > 4 ? fail : () => {}, 1);`,
  'an interval': `setInterval(() => { ${exit} }, 1);`,
  'an immediate among others': `setImmediate(() => {}); setImmediate(() => { ${exit} }); setImmediate(fail);`,
  'a callback of fs': `fs.stat('.', () => { ${exit} });`,
  'a callback of fs with more on the pool': `
    for (let i = 0; i < 200; i++) fs.readFile("/etc/passwd", () => {});
    fs.stat('.', () => { ${exit} });`,
  'a promise of fs': `fs.promises.stat('.').then(() => { ${exit} });`,
  'a getter that settles a promise': `
    Object.defineProperty(Object.prototype, 'then', { configurable: true, get() { ${exit} } });
    fs.promises.stat('.');`,
  'an exit listener': `process.on('exit', () => { write(); process.exit(CODE); });`,
  'an exit listener within process.exit': `process.on('exit', () => { write(); process.exit(CODE); }); process.exit(1);`,
  'a listener of beforeExit': `process.on('beforeExit', () => { ${exit} });`,
  'a listener of uncaughtException': `process.on('uncaughtException', () => { ${exit} }); throw new Error('x');`,
  'a listener of unhandledRejection': `process.on('unhandledRejection', () => { ${exit} }); Promise.reject(1);`,
  'a listener of a warning': `process.on('warning', () => { ${exit} }); process.emitWarning('x');`,
  'a listener among others': `
    const emitter = new (require('events'))();
    emitter.on('x', () => { ${exit} }).on('x', fail).emit('x');`,
  'a comparator': `[3, 2, 1].sort(() => { ${exit} });`,
  'a getter': `require('util').inspect({ get x() { ${exit} } }, { getters: true });`,
  'toJSON': `JSON.stringify({ toJSON() { ${exit} } });`,
  'toString of an argument': `String({ toString() { ${exit} } });`,
  'the making of a stack': `Error.prepareStackTrace = () => { ${exit} }; new Error().stack;`,
  'a module': `
    fs.writeFileSync('exits.js', 'leave(); fail();'); Object.assign(globalThis, { leave, fail });
    require(require('path').resolve('exits.js'));`,
  'another context': `require('vm').runInNewContext('leave()', { leave });`,
  'a loop in try and finally': `for (;;) { try { ${exit} } finally { fail(); } }`,
  'a finalization callback': `
    globalThis.registry = new FinalizationRegistry(() => { ${exit} }); registry.register({}, 0);
    setInterval(() => { gc(); }, 1);`,
  'an asynchronous generator': `
    (async () => { for await (const x of (async function* () { yield 1; ${exit} })()); })();`,
  'a connection, and a close': `
    const net = require('net');
    const server = net.createServer((socket) => socket.end()).listen(0, () => {
      net.connect(server.address().port).resume().on('close', () => server.close(() => { ${exit} }));
    });`,
};

const head = `
  const fs = require('fs');
  function fail() { fs.writeSync(1, 'ran on'); }
  function write() { process.stdout.write('x'.repeat(70000) + 'CODE'); }
  function leave() {
    process.on('exit', (code) => { if (code === CODE) write(); });
    process.exit(CODE);
  }
`;

function check(name, code) {
  return new Promise((resolve) => {
    const source = (head + programs[name]).replaceAll('CODE', code);
    const child = execFile(process.execPath, [...process.execArgv, '--expose-gc', '--no-warnings', '-e', source],
      { maxBuffer: 1 << 20, cwd: folder, timeout: 30_000 }, (error, stdout, stderr) => {
        assert.strictEqual(stderr, '', name);
        assert.strictEqual(error && error.signal, null, name);
        assert.strictEqual(error?.code, code, name);
        assert.strictEqual(stdout, 'x'.repeat(70000) + code, name);
        resolve();
      });
    child.stdin.end();
  });
}

const folder = require('node:fs').mkdtempSync(require('node:path').join(require('node:os').tmpdir(), 'exits-'));
process.on('exit', () => require('node:fs').rmSync(folder, { recursive: true }));
finish(async () => {
  const names = Object.keys(programs);
  let code = 2;
  const next = async () => {
    while (names.length > 0) await check(names.pop(), code++);
  };
  await Promise.all([next(), next()]);
});
