// A file system in memory, by mock-fs (the package named on the command line): the three forms of fs see it.
'use strict';
const fs = require('node:fs');
const { format } = require('node:util');
const mock = require(process.argv[2]);

console.log('begins');
const lines = []; // told when the real files are there again
async function step(name, action) {
  try {
    lines.push(format(name, await action()));
  } catch (error) {
    lines.push(format(name, 'fails:', error.code, error.message.replaceAll(process.cwd(), '.')));
  }
}

function inCallback(method, ...args) {
  return new Promise((resolve, reject) => {
    fs[method](...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

async function steps() {
  await step('names', () => fs.readdirSync('a'));
  await step('entries', () => fs.readdirSync('a', { withFileTypes: true }).map((entry) => [entry.name, entry.isFile()]));
  await step('text', () => fs.readFileSync('a/b.txt', 'utf8'));
  await step('bytes', () => fs.readFileSync('a/b.txt'));
  await step('by callback', () => inCallback('readFile', 'a/b.txt', 'utf8'));
  await step('by promise', () => fs.promises.readFile('a/b.txt', 'utf8'));
  await step('size through a link', () => fs.statSync('a/c').size);
  await step('a link', () => fs.lstatSync('a/c').isSymbolicLink());
  await step('none', () => fs.statSync('none'));
  await step('exists', () => [fs.existsSync('none'), fs.existsSync('a')]);
  await step('written', () => (fs.writeFileSync('empty/x', 'abc'), fs.readFileSync('empty/x', 'utf8')));
  await step('written by promise', async () => (await fs.promises.writeFile('empty/y', 'abcd'), (await fs.promises.stat('empty/y')).size));
  await step('appended', () => (fs.appendFileSync('empty/y', 'X'), fs.readFileSync('empty/y', 'latin1')));
  await step('made', () => (fs.mkdirSync('q/w/e', { recursive: true }), fs.readdirSync('q')));
  await step('streamed', async () => (await fs.createReadStream('a/b.txt').toArray()).join());
  await step('streamed out', () => new Promise((resolve, reject) => {
    fs.createWriteStream('empty/s').on('close', () => resolve(fs.readFileSync('empty/s').toString())).on('error', reject).end('out');
  }));
  await step('handle', async () => {
    const handle = await fs.promises.open('a/buffer', 'r+');
    const { bytesRead } = await handle.read(Buffer.alloc(2));
    await handle.close();
    return bytesRead;
  });
  await step('renamed', () => (fs.renameSync('empty/y', 'empty/z'), fs.readdirSync('empty')));
  await step('copied', () => (fs.copyFileSync('empty/z', 'empty/zz'), fs.readdirSync('empty')));
  await step('removed', () => (fs.unlinkSync('a/b.txt'), fs.readdirSync('a')));
  await step('no access', () => fs.accessSync('none'));
  await step('temporary', () => fs.mkdtempSync('empty/t').length);
}

(async () => {
  mock({ 'a/b.txt': 'hello', 'a/c': mock.symlink({ path: 'b.txt' }), 'a/buffer': Buffer.from([1, 2]), 'empty': {} });
  await steps();
  mock.restore();
  console.log(lines.join('\n'));
  console.log(fs.existsSync(__filename), fs.existsSync('a'));
})();
