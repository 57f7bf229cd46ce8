'use strict';
// The ways in: each function that opens, lists, writes, links or loads a file, with what the permission model asks of it.
//
// An entry is { name, kind, permission, form, call }. `kind`: what the path has to be for the call to succeed (makers, below).
// `form`: in which form the refusal comes: 'throw', 'callback', 'reject', 'error' (an event). `call(path, env)` does it, and
// gives what tells of the end: a value, a promise, an emitter with `ended`, the event of success; or calls env.done(error).
// `types`: what the function takes a path as besides a string: Buffer, URL; both, where the entry does not say. `both`: read
// and written, so that what may be read only is refused as well.
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const R = 'FileSystemRead';
const W = 'FileSystemWrite';
const entries = [];

// What a call works on, made in `folder` under `name`. Each gives the path.
const makers = {
  __proto__: null,
  file(folder, name) { return write(folder, name, 'content\n'); },
  dir(folder, name) {
    const made = path.join(folder, name);
    fs.mkdirSync(made);
    return made;
  },
  full(folder, name) {
    const made = makers.dir(folder, name);
    fs.writeFileSync(path.join(made, 'inside'), 'inside\n');
    return made;
  },
  link(folder, name) {
    const made = path.join(folder, name);
    fs.symlinkSync(folder, made);
    return made;
  },
  absent(folder, name) { return path.join(folder, name); },
  js(folder, name) { return write(folder, `${name}.js`, 'module.exports = 1;\n'); },
  mjs(folder, name) { return write(folder, `${name}.mjs`, 'export default 1;\n'); },
  json(folder, name) { return write(folder, `${name}.json`, '{"a":1}\n'); },
  database(folder, name) { return write(folder, `${name}.db`, ''); },
};
function write(folder, name, text) {
  const made = path.join(folder, name);
  fs.writeFileSync(made, text);
  return made;
}

// --- node:fs in its three styles. ---

function add(name, kind, permission, form, call, types = ['Buffer', 'URL']) {
  entries.push({ name, kind, permission, form, call, types, both: BOTH.test(name) });
}
const BOTH = /^(promises\.)?((rename|link|symlink)(Sync)? (from|to$)|(truncate|rm)(Sync)?( |$)|open(Sync)? (r|a)\+|sqlite(?!.*readOnly)|net\.|http\.)/;

// fooSync(path, ...), foo(path, ..., callback), promises.foo(path, ...). `throws`: with a callback, too, the refusal is thrown.
function family(name, kind, permission, args = () => [], { label = name, throws = false, types, before = (p) => [p] } = {}) {
  const all = (p, env) => [...before(p, env), ...args(env)];
  const [head, tail] = label.split(/(?= )/);
  add(`${head}Sync${tail ?? ''}`, kind, permission, 'throw', (p, env) => fs[`${name}Sync`](...all(p, env)), types);
  add(label, kind, permission, throws ? 'throw' : 'callback', (p, env) => fs[name](...all(p, env), env.done), types);
  add(`promises.${label}`, kind, permission, 'reject', (p, env) => fs.promises[name](...all(p, env)), types);
}

function opening(name, kind, permission, args, label) {
  family(name, kind, permission, args, { label });
  for (const entry of entries.slice(-3)) {
    const { call } = entry;
    entry.call = (p, env) => closed(call, p, { ...env, done: (error, opened) => env.done(error, close(opened)) });
  }
}
function closed(call, p, env) {
  const opened = call(p, env);
  return typeof opened?.then === 'function' ? opened.then(close) : close(opened);
}
function close(opened) {
  if (typeof opened === 'number') fs.closeSync(opened);
  else if (opened?.constructor?.name === 'Dir') opened.closeSync();
  else return opened?.close?.();
}

family('access', 'file', R);
family('stat', 'file', R);
family('stat', 'file', R, () => [{ bigint: true }], { label: 'stat bigint' });
family('lstat', 'file', R);
family('statfs', 'dir', R);
family('readFile', 'file', R);
family('readFile', 'file', R, () => ['utf8'], { label: 'readFile utf8' });
family('readlink', 'link', R, undefined, { throws: true });
family('readdir', 'full', R);
family('readdir', 'full', R, () => [{ recursive: true, withFileTypes: true }], { label: 'readdir recursive' });
family('copyFile', 'file', R, (env) => [env.fresh()], { label: 'copyFile from' });
family('cp', 'file', R, (env) => [env.fresh()], { label: 'cp from', types: ['URL'] });
family('cp', 'full', R, (env) => [env.fresh(), { recursive: true }], { label: 'cp tree from', types: ['URL'] });
family('cp', 'full', R, (env) => [env.fresh(), { recursive: true, filter: () => true }], { label: 'cp filtered from', types: ['URL'] });
family('rename', 'file', R, (env) => [env.fresh()], { label: 'rename from' });
family('link', 'file', R, (env) => [env.fresh()], { label: 'link from' });
family('symlink', 'file', R, (env) => [env.fresh()], { label: 'symlink to', throws: true, types: [], before: (p) => [path.resolve(p)] });
add('existsSync', 'file', R, 'throw', (p) => fs.existsSync(p));
opening('open', 'file', R, () => ['r'], 'open r');
opening('open', 'file', R, () => ['r+'], 'open r+');
opening('open', 'file', W, () => ['w'], 'open w');
opening('open', 'absent', W, () => ['wx'], 'open wx');
opening('open', 'file', W, () => ['a'], 'open a');
opening('open', 'file', R, () => ['a+'], 'open a+');
opening('opendir', 'dir', R);

family('writeFile', 'absent', W, () => ['x']);
family('writeFile', 'file', W, () => ['x'], { label: 'writeFile over' });
family('appendFile', 'file', W, () => ['x']);
family('truncate', 'file', R);
family('mkdir', 'absent', W, undefined, { throws: true });
family('mkdir', 'absent', W, () => [{ recursive: true }], { label: 'mkdir recursive', throws: true });
family('mkdtemp', 'absent', W);
family('rmdir', 'dir', W, undefined, { throws: true });
family('rm', 'file', R);
family('rm', 'full', R, () => [{ recursive: true, force: true }], { label: 'rm recursive' });
family('unlink', 'file', W);
family('chmod', 'file', W, () => [0o600], { throws: true });
family('chown', 'file', W, () => [process.getuid(), process.getgid()]);
family('lchown', 'file', W, () => [process.getuid(), process.getgid()]);
family('utimes', 'file', W, () => [1, 1], { throws: true });
family('lutimes', 'file', W, () => [1, 1], { throws: true });
const second = (p, env) => [env.given(), p];
family('copyFile', 'absent', W, undefined, { label: 'copyFile to', before: second });
family('cp', 'absent', W, undefined, { label: 'cp to', before: second, types: ['URL'] });
family('rename', 'absent', W, undefined, { label: 'rename to', before: (p, env) => [env.spare(), p] });
family('link', 'absent', W, undefined, { label: 'link to', before: second });
family('symlink', 'absent', W, undefined, { label: 'symlink at', throws: true, before: second });

// --- The rest of node:fs. ---

const opened = (stream) => Object.assign(stream, { ended: 'open', end_: () => stream.destroy() });
add('createReadStream', 'file', R, 'error', (p) => opened(fs.createReadStream(p)));
add('new ReadStream', 'file', R, 'error', (p) => opened(new fs.ReadStream(p)));
add('createWriteStream', 'absent', W, 'error', (p) => opened(fs.createWriteStream(p)));
add('new WriteStream', 'absent', W, 'error', (p) => opened(new fs.WriteStream(p)));
add('watch', 'dir', R, 'throw', (p) => fs.watch(p, { persistent: false }).close());
add('watch recursive', 'full', R, 'throw', (p) => fs.watch(p, { persistent: false, recursive: true }).close());
add('watchFile', 'file', R, 'throw', (p) => {
  fs.watchFile(p, { persistent: false }, () => {});
  fs.unwatchFile(p);
});
add('promises.watch', 'dir', R, 'reject', async (p) => {
  const ended = new AbortController();
  const changes = fs.promises.watch(p, { persistent: false, signal: ended.signal });
  const next = changes.next();
  setImmediate(() => ended.abort());
  await next.catch((error) => { if (error.name !== 'AbortError') throw error; });
});
add('openAsBlob', 'file', R, 'throw', (p) => fs.openAsBlob(p).then((blob) => blob.text()));
add('promises.open, FileHandle.readFile', 'file', R, 'reject', async (p) => {
  await using handle = await fs.promises.open(p);
  await handle.readFile();
});
add('promises.open, FileHandle.writeFile', 'file', W, 'reject', async (p) => {
  await using handle = await fs.promises.open(p, 'w');
  await handle.writeFile('x');
});
const names = (p) => `${p}`.replace(/[^/]*$/, '*');
add('globSync', 'file', R, 'throw', (p) => fs.globSync(names(p)), []);
add('glob', 'file', R, 'callback', (p, env) => fs.glob(names(p), env.done), []);
add('promises.glob', 'file', R, 'reject', (p) => Array.fromAsync(fs.promises.glob(names(p))), []);
add('globSync cwd', 'dir', R, 'throw', (p) => fs.globSync('*', { cwd: p }), ['URL']);
add('Utf8Stream', 'absent', W, 'throw', (p) => new fs.Utf8Stream({ dest: p, sync: true }).destroy(), []);

// --- Modules. ---

const { createRequire } = require('node:module');
const fromHere = createRequire(path.join(process.cwd(), 'main.js'));
const asRequest = (p) => (p.startsWith('/') || p.startsWith('.') ? p : `./${p}`);
add('require', 'js', R, 'throw', (p) => fromHere(asRequest(p)), []);
add('require json', 'json', R, 'throw', (p) => fromHere(asRequest(p)), []);
add('createRequire', 'js', R, 'throw', (p) => createRequire(path.resolve(p))(path.resolve(p)), []);
add('Module._load', 'js', R, 'throw', (p) => require('node:module')._load(path.resolve(p)), []);
add('Module._extensions', 'js', R, 'throw', (p) => {
  const Module = require('node:module');
  Module._extensions['.js'](new Module(path.resolve(p)), path.resolve(p));
}, []);
add('import', 'mjs', R, 'reject', (p) => import(pathToFileURL(p).href), []);
add('import json', 'json', R, 'reject', (p) => import(pathToFileURL(p).href, { with: { type: 'json' } }), []);
add('import by URL', 'mjs', R, 'reject', (p) => import(p.href ?? pathToFileURL(p).href), ['URL']);

// --- Other rooms that take paths. ---

add('process.chdir', 'dir', R, 'throw', (p) => {
  const back = process.cwd();
  process.chdir(p);
  process.chdir(back);
}, []);
add('process.loadEnvFile', 'file', R, 'throw', (p) => process.loadEnvFile(p));
add('process.report.writeReport', 'absent', W, 'throw', (p) => process.report.writeReport(p), []);
add('v8.writeHeapSnapshot', 'absent', W, 'throw', (p) => require('node:v8').writeHeapSnapshot(p), []);
const sqlite = () => require('node:sqlite');
add('sqlite.DatabaseSync', 'database', R, 'throw', (p) => new (sqlite().DatabaseSync)(p).close());
add('sqlite.DatabaseSync readOnly', 'database', R, 'throw', (p) => new (sqlite().DatabaseSync)(p, { readOnly: true }).close());
const inMemory = (use) => {
  const database = new (sqlite().DatabaseSync)(':memory:');
  try {
    return use(database);
  } finally {
    database.close();
  }
};
add('sqlite ATTACH', 'database', R, 'throw', (p) => inMemory((database) => database.exec(`ATTACH '${p}' AS other`)), []);
add('sqlite ATTACH by URI', 'database', R, 'throw', (p) => inMemory((database) => database.exec(`ATTACH 'file:${p.replace(/^\/+/, '/')}' AS other`)), []);
add('sqlite VACUUM INTO', 'absent', R, 'throw', (p) => inMemory((database) => database.exec(`VACUUM INTO '${p}'`)), []);
add('sqlite.backup', 'absent', R, 'reject', async (p) => {
  const database = new (sqlite().DatabaseSync)(':memory:');
  try {
    await sqlite().backup(database, p);
  } finally {
    database.close();
  }
});
const net = require('node:net');
add('net.connect', 'absent', R, 'error', (p) => net.connect({ path: p }), []);
add('net.Server.listen', 'absent', R, 'error', (p) => listening(net.createServer(), p), []);
add('http.Server.listen', 'absent', R, 'error', (p) => listening(require('node:http').createServer(), p), []);
add('http.request', 'absent', R, 'error', (p) => require('node:http').get({ socketPath: p }), []);
function listening(server, p) {
  server.listen({ path: p });
  return Object.assign(server, { ended: 'listening', end_: () => server.close() });
}
// --- Spellings of a path. `cwd` is where the program is, and may read; `via` a link there to the folder that the path is in. ---

const spellings = {
  __proto__: null,
  'absolute': (p) => p,
  'relative': (p, { cwd }) => path.relative(cwd, p),
  'through ..': (p, { cwd }) => `${cwd}/deeper/../${path.relative(cwd, p)}`,
  'doubled slashes': (p) => p.replaceAll('/', '//').replace(/.*\/\//, '$&./'),
  'Buffer': (p) => Buffer.from(p),
  'relative Buffer': (p, { cwd }) => Buffer.from(path.relative(cwd, p)),
  'URL': (p) => pathToFileURL(p),
  'escaped URL': (p) => new URL(`file://${p.replace(/[^/]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`),
  'link': (p, { via }) => path.join(via, path.basename(p)),
  'link behind ..': (p, { via, cwd }) => `${cwd}/deeper/../${path.relative(cwd, via)}/${path.basename(p)}`,
  'Buffer of a link': (p, { via }) => Buffer.from(path.join(via, path.basename(p))),
  '/proc/self/cwd': (p, { cwd, via }) => `/proc/self/cwd/${path.relative(cwd, via)}/${path.basename(p)}`,
  '/proc/self/root': (p) => `/proc/self/root${p}`,
};

// Functions that mean a link at the end of a path itself.
const ITSELF = /^(promises\.)?(lstat|readlink|lchown|lutimes|unlink|rm|rmdir|rename|link|symlink|mkdir|mkdtemp|cp|glob|open(Sync)? wx)(Sync)?( |$)/;

/** Whether `entry` takes the spelling called `name`. */
function takes({ types }, name) {
  if (name.includes('Buffer')) return types.includes('Buffer');
  return !name.includes('URL') || types.includes('URL');
}

/**
 * Does it. `given` is the path as it is spelt.
 * @param {object} tools { fresh(), given(), spare() }: paths in a folder where everything is allowed
 * @returns {Promise<{form: string, error?: Error}>} how it ended
 */
async function attempt(entry, given, tools) {
  const { promise: called, resolve: settle } = Promise.withResolvers();
  const env = { ...tools, done: (error) => settle({ form: 'callback', error: error || undefined }) };
  let result;
  try {
    result = entry.call(given, env);
  } catch (error) {
    return { form: 'throw', error };
  }
  if (entry.form === 'callback') return called;
  if (typeof result?.then === 'function') {
    return result.then(() => ({ form: 'value' }), (error) => ({ form: 'reject', error }));
  }
  if (entry.form !== 'error') return { form: 'value' };
  result.on('error', (error) => settle({ form: 'error', error }));
  if (result.ended) {
    result.on(result.ended, () => {
      result.end_();
      settle({ form: 'value' });
    });
  }
  return called;
}

module.exports = { attempt, entries, makers, spellings, takes, followsLast: ({ name }) => !ITSELF.test(name) };
