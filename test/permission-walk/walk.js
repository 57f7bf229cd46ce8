'use strict';
// Calls of the table of ways in (modules/process/test/_permission_table.js) in random order, on random files in random
// spellings, and ways out between them: `walk.js SEED CALLS OUTSIDE LIBRARY`, in a folder where it may do everything. What comes
// of a call does not matter here. In front of each it asks for the file `mark-NUMBER-NAME`, which is not there: so run, which
// reads what strace saw, knows which call did what.
const fs = require('node:fs');
const path = require('node:path');
const { attempt, entries, makers, spellings, takes } = require('../../modules/process/test/_permission_table.js');

const [,, seed, calls, outside, library] = process.argv;
const cwd = process.cwd();
const SLOW = { '__proto__': null, 'v8.writeHeapSnapshot': 0.0005 }; // how often they are done when it is their turn

let state = Number(seed) >>> 0;
function random(below) { // mulberry32
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];

// What is no file of its own: programs, threads, native code, the network, descriptors.
const others = {
  __proto__: null,
  spawn: () => require('node:child_process').spawn('/bin/true').on('error', () => {}),
  execSync: () => require('node:child_process').execSync('true'),
  fork: () => require('node:child_process').fork(`${cwd}/given`),
  execve: () => process.execve('/bin/true', ['true'], {}),
  Worker: () => new (require('node:worker_threads').Worker)('0', { eval: true }),
  dlopen: () => process.dlopen({ exports: {} }, `${outside}/addon.node`),
  'require addon': () => require(`${outside}/addon.node`),
  binding: () => process.binding(pick(['fs', 'spawn_sync', 'pipe_wrap', 'tcp_wrap'])),
  connect: () => require('node:net').connect(9, '127.0.0.1').on('error', () => {}),
  listen: () => require('node:net').createServer().on('error', () => {}).listen(0),
  dgram: () => require('node:dgram').createSocket('udp4').on('error', () => {}).bind(0),
  lookup: () => require('node:dns').lookup('localhost', () => {}),
  resolve: () => require('node:dns').resolve('localhost', () => {}),
  fetch: () => fetch('http://127.0.0.1:9999/').catch(() => {}),
  flags: () => require('node:v8').setFlagsFromString(`--logfile=${outside}/log`),
  'time zone': () => { process.env.TZ = `:${outside}/file`; },
  authorities: () => {
    process.env.NODE_EXTRA_CA_CERTS = `${outside}/file`;
    require('node:tls').getCACertificates('extra');
  },
  'assert reads source': () => require('node:vm').runInThisContext('(assert) => {\nassert.ok(0) }', { filename: `${outside}/js.js` })(require('node:assert')),
  'source map': () => {
    process.setSourceMapsEnabled(true);
    require('node:vm').runInThisContext(`throw new Error('x')\n//# sourceMappingURL=${outside}/json.json`, { filename: `${cwd}/map.js` });
  },
  'two faces': () => {
    let looks = 0;
    const url = { protocol: 'file:', hostname: '', get href() { return `file://${this.pathname}`; },
                  get pathname() { return looks++ % 2 ? `${outside}/file` : `${cwd}/given`; } };
    fs.readFileSync(url);
  },
  'chdir under way': () => {
    const reading = fs.promises.readFile('file').catch(() => {});
    try {
      process.chdir(pick([outside, library]));
    } finally {
      process.chdir(cwd);
    }
    return reading;
  },
  'futimes of a descriptor': () => {
    const fd = fs.openSync(`${library}/file`);
    try {
      fs.futimesSync(fd, 1, 1);
    } finally {
      fs.closeSync(fd);
    }
  },
  'link that turns out': () => {
    const target = `${cwd}/deeper/up/../../${path.basename(path.dirname(outside))}/outside`;
    fs.symlinkSync(target, `${cwd}/turned${made++}`);
  },
  'link moved up': () => {
    fs.cpSync(`${cwd}/deeper/relative`, `${cwd}/moved${made}`, { verbatimSymlinks: true });
    fs.readdirSync(`${cwd}/moved${made++}`);
  },
  'copy through links': () => fs.cpSync(`${cwd}/there`, `${cwd}/copied${made++}`, { recursive: true, dereference: true }),
};

let made = 0;
const tools = {
  fresh: () => makers.absent(cwd, `fresh${made++}`),
  given: () => path.join(cwd, 'given'),
  spare: () => makers.file(cwd, `spare${made++}`),
};
const folders = [
  [cwd, 'here'], [library, 'lib'], [outside, 'there'], [outside, 'there'],
];
const extension = { '__proto__': null, 'js': '.js', 'mjs': '.mjs', 'json': '.json', 'database': '.db' };

function target(entry) {
  const [folder, link] = pick(folders);
  const own = folder === cwd;
  const found = own ? makers[entry.kind](cwd, `made${made++}`) : path.join(folder, `${entry.kind}${extension[entry.kind] ?? ''}`);
  if (!own && entry.kind !== 'absent' && random(4) === 0) return path.join(cwd, `last-${entry.kind}`);
  const spelling = pick(Object.keys(spellings).filter((name) => takes(entry, name)));
  return spellings[spelling](found, { cwd, via: path.join(cwd, link) });
}

function mark(number, name) {
  fs.existsSync(path.join(cwd, `mark-${number}-${name.replaceAll('/', '_')}`));
}

// What calls have made is taken away now and then, lest folders grow.
function clear() {
  for (const name of fs.readdirSync(cwd)) {
    if (/^(fresh|made|spare|copied|turned|moved|absent|js|report|node_trace)/.test(name)) fs.rmSync(name, { recursive: true, force: true });
  }
}

async function main() {
  const names = Object.keys(others);
  for (let i = 0; i < Number(calls); i++) {
    if (i % 200 === 0) {
      mark(i, 'clear');
      clear();
      if (!fs.existsSync('given')) fs.writeFileSync('given', 'given\n');
    }
    if (random(20) === 0) {
      const name = pick(names);
      mark(i, name);
      try {
        await others[name]();
      } catch { /* refused, or not there */ }
      continue;
    }
    const entry = pick(entries);
    if (random(10000) >= 10000 * (SLOW[entry.name] ?? 1)) continue;
    const given = target(entry);
    mark(i, entry.name);
    await attempt(entry, given, tools);
  }
  mark(calls, 'end');
  process.exit(0);
}

process.on('uncaughtException', () => {}); // of emitters that the walk has left
main();
