'use strict';
// A directory that vanishes, a file that is cut short while it is read, ten thousand open files, and ten thousand jobs for
// the pool's four threads: each is told as it is, and no descriptor is left open.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { finished } = require('node:stream/promises');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'many-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const at = (...names) => path.join(folder, ...names);
const openFiles = () => fs.readdirSync('/proc/self/fd').length;

async function vanished() {
  fs.mkdirSync(at('gone'));
  const directory = await fs.promises.opendir(at('gone'));
  const writer = fs.createWriteStream(at('gone', 'file'));
  fs.rmdirSync(at('gone'));
  await assert.rejects(finished(writer), { code: 'ENOENT', syscall: 'open', path: at('gone', 'file') });
  assert.strictEqual(await directory.read(), null);
  await directory.close();
  await assert.rejects(fs.promises.readdir(at('gone'), { recursive: true }), { code: 'ENOENT', syscall: 'scandir' });
  await assert.rejects(fs.promises.writeFile(at('gone', 'file'), ''), { code: 'ENOENT' });
  await assert.rejects(fs.promises.rm(at('gone')), { code: 'ENOENT' });
  await fs.promises.rm(at('gone'), { force: true });

  // A file that lost its name is there as long as somebody holds it.
  const handle = await fs.promises.open(at('nameless'), 'w+');
  await handle.write('still here');
  fs.unlinkSync(at('nameless'));
  assert.strictEqual((await handle.read(Buffer.alloc(20), 0, 20, 0)).bytesRead, 10);
  await handle.close();

  // Two removals of one tree at the same time.
  for (let i = 0; i < 50; i++) fs.mkdirSync(at('tree', `${i}`, 'inner'), { recursive: true });
  await Promise.all([1, 2].map(() => fs.promises.rm(at('tree'), { recursive: true, force: true })));
  assert.ok(!fs.existsSync(at('tree')));
}

async function cutShort() {
  const size = 8 << 20;
  for (let i = 0; i < 5; i++) {
    fs.writeFileSync(at('cut'), Buffer.alloc(size, 'x'));
    const reading = [fs.promises.readFile(at('cut')), fs.promises.readFile(at('cut'), 'latin1')];
    fs.truncateSync(at('cut'), 1000 * i);
    for (const content of await Promise.all(reading)) {
      assert.ok(content.length >= 1000 * i && content.length <= size);
    }
  }
  fs.writeFileSync(at('cut'), Buffer.alloc(size, 'x'));
  let got = 0;
  for await (const chunk of fs.createReadStream(at('cut'))) {
    got += chunk.length;
    if (got < size / 2) continue;
    fs.truncateSync(at('cut'), got);
  }
  assert.ok(got >= size / 2 && got < size);
}

async function manyOpen(count) {
  fs.writeFileSync(at('one'), 'content');
  const handles = await Promise.all(Array.from({ length: count }, () => fs.promises.open(at('one'))));
  assert.strictEqual(new Set(handles.map((handle) => handle.fd)).size, count);
  const { buffer, bytesRead } = await handles[count - 1].read(Buffer.alloc(10), 0, 10, 0);
  assert.strictEqual(buffer.toString('utf8', 0, bytesRead), 'content');
  await Promise.all(handles.map((handle) => handle.close()));
}

// In a process that may open few files: some calls fail, and only those.
async function tooManyOpen() {
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => fs.promises.open(__filename)));
  const opened = results.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
  const errors = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  assert.ok(opened.length > 20 && errors.length > 20);
  for (const error of errors) assert.ok(error.code === 'EMFILE' && error.syscall === 'open' && error.path === __filename);
  await assert.rejects(fs.promises.readFile(__filename), { code: 'EMFILE' });
  assert.throws(() => fs.readdirSync('.'), { code: 'EMFILE' });
  await Promise.all(opened.map((handle) => handle.close()));
  assert.ok((await fs.promises.readFile(__filename)).length > 1000);
}

async function manyJobs() {
  const count = 10000;
  fs.mkdirSync(at('jobs'));
  let timers = 0;
  const timer = setInterval(() => timers++, 1);
  const done = Array.from({ length: count }, (_, i) => fs.promises.writeFile(at('jobs', `${i}`), `content of ${i}`));
  await Promise.all(done);
  assert.ok(timers > 0); // the loop went on meanwhile
  const contents = await Promise.all(Array.from({ length: count }, (_, i) =>
    fs.promises.readFile(at('jobs', `${i}`), 'utf8')));
  clearInterval(timer);
  contents.forEach((content, i) => assert.strictEqual(content, `content of ${i}`));
  const statistics = await Promise.all(fs.readdirSync(at('jobs')).map((name) => fs.promises.stat(at('jobs', name))));
  assert.strictEqual(statistics.length, count);
  assert.ok(statistics.every((one) => one.isFile() && one.size >= 12));
}

finish(async () => {
  if (process.argv[2] === 'few') return tooManyOpen();
  const before = openFiles();
  await vanished();
  await cutShort();
  const limit = Number(/open files\s+(\d+)/.exec(fs.readFileSync('/proc/self/limits', 'utf8'))[1]);
  await manyOpen(Math.min(10000, limit - 100));
  await manyJobs();
  assert.strictEqual(openFiles(), before);
  const few = spawnSync('bash', ['-c', 'ulimit -n 100; exec "$0" "$@"', process.execPath, __filename, 'few'],
                        { stdio: 'inherit' });
  assert.strictEqual(few.status, 0);
});
