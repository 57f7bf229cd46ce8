// eddy only: --loop-trace, eddy loop trace
// Perfetto's trace_processor_shell (github.com/google/perfetto, not on npm: TRACE_PROCESSOR names one) loads recordings of loops: it has
// nothing to complain of, and finds what the programs did.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const assert = require('node:assert');
const { Debuggee, folder, write } = require('./_debuggee');
const { check, run } = require('./_peer');
const { ask, askForList, assertSound } = require('./_trace_processor');

/** Runs a program from its first to its last callback. @returns {Promise<string>} its trace, which is sound */
async function record(name, text, expected = 0) {
  const trace = path.join(folder, `${name}.pftrace`);
  const { code, stdout, stderr } = await run(process.execPath, [`--loop-trace=${trace}`, write(`${name}.js`, text)], '', { cwd: folder });
  assert.strictEqual(code, expected, stderr);
  await assertSound(trace);
  return Object.assign(new String(trace), { stdout });
}

// Each slice with the name of its track, of the thread above that, and the notes beside it.
const SLICES = `
  select slice.id as id, slice.name as name, slice.depth as depth, slice.dur as dur, track.name as track, thread.name as thread,
    extract_arg(slice.arg_set_id, 'debug.what') as what, extract_arg(slice.arg_set_id, 'debug.site') as site,
    extract_arg(slice.arg_set_id, 'debug.ticks') as ticks, extract_arg(slice.arg_set_id, 'debug.promise jobs') as jobs
  from slice join track on track.id = slice.track_id
    left join thread_track on thread_track.id = track.id left join thread on thread.utid = thread_track.utid`;
const PHASES = "('timers', 'pending', 'poll', 'check', 'close', 'outside of the loop')";

/** How many callbacks there were, by name, in phases; as { name: count } */
const callbacks = async (trace, where = 'true') => Object.fromEntries(await ask(
  trace, `select name, count(*) as calls from (${SLICES}) where track in ${PHASES} and depth = 0 and dur >= 0 and name != 'scheduled here'
    and ${where} group by name order by name`, 'name', 'calls'));

/** Arrows: [what of, where from, how often]. */
const arrows = (trace) => ask(trace, `
  select target.name as target, parent.name as origin, source.name as point, count(*) as times
  from flow join slice source on source.id = slice_out join slice target on target.id = slice_in
    left join slice parent on parent.id = source.parent_id
  group by 1, 2, 3 order by 1, 2, 3`, 'target', 'origin', 'point', 'times');

check({
  'timers, immediates, ticks and promises': async () => {
    const trace = await record('timers', `
      for (let i = 0; i < 50; i++) setTimeout(function timer() {
        process.nextTick(() => {});
        Promise.resolve().then(() => {}).then(() => {});
        setImmediate(function immediate() {});
      }, 1 + i % 7);
    `);
    const calls = await callbacks(trace);
    const [[ticks, jobs]] = await ask(trace, `select sum(ticks) as ticks, sum(jobs) as jobs from (${SLICES}) where name = 'timer'`, 'ticks', 'jobs');
    const sites = await askForList(trace, `select distinct site from (${SLICES}) where name in ('timer', 'immediate') order by 1`, 'site');
    assert.deepStrictEqual([calls.timer, calls.immediate, ticks, jobs], [50, 50, 50, 100]);
    assert.deepStrictEqual(sites.map((site) => path.basename(site)), ['timers.js:2:61 timer', 'timers.js:5:40 immediate']);
    assert.deepStrictEqual(await arrows(trace), [['immediate', 'timer', 'scheduled here', 50], ['timer', 'main script', 'scheduled here', 50]]);
  },
  'an HTTP server under load': async () => {
    const trace = await record('server', `
      const http = require('http');
      const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
      let left = 500;
      const server = http.createServer(function serve(request, response) {
        setTimeout(function answer() { response.end('x'.repeat(1000)); }, 1);
      }).listen(0, '127.0.0.1', () => {
        for (let i = 0; i < 500; i++) http.get({ port: server.address().port, agent, path: '/' + i }, (response) => {
          response.resume().on('end', () => { if (--left === 0) { agent.destroy(); server.close(); } });
        });
      });
    `);
    const requests = await askForList(trace, `select distinct what from (${SLICES}) where name = 'http request' and what is not null`, 'what');
    const [[least]] = await ask(trace, `select min(dur) as least from (${SLICES}) where name = 'http request' and track = 'poll'`, 'least');
    const answers = (await callbacks(trace, "site like '%answer'")).timer;
    assert.deepStrictEqual([requests.length, requests.includes('GET /499'), answers], [500, true, 500]);
    assert.ok(least > 0);
  },
  'workers': async () => {
    const trace = await record('workers', `
      const { Worker, isMainThread, workerData, parentPort } = require('worker_threads');
      if (isMainThread) for (let i = 1; i <= 3; i++) new Worker(__filename, { workerData: i }).on('message', function told() {});
      else for (let i = 0; i < 10 * workerData; i++) setImmediate(function work() { parentPort.postMessage(i); });
    `);
    const threads = await askForList(trace, `select name from thread where tid > 0 order by name`, 'name');
    const work = await ask(trace, `select thread, count(*) as calls from (${SLICES}) where site like '%work' group by thread order by thread`,
      'thread', 'calls');
    assert.deepStrictEqual(threads, ['main thread', 'worker 1', 'worker 2', 'worker 3']);
    assert.deepStrictEqual(work, [['worker 1', 10], ['worker 2', 20], ['worker 3', 30]]);
  },
  'files and the pool': async () => {
    const trace = await record('pool', `
      const fs = require('fs'), { pbkdf2 } = require('crypto'), { deflate } = require('zlib');
      for (let i = 0; i < 20; i++) fs.stat(__filename, function found() {});
      for (let i = 0; i < 10; i++) pbkdf2('a', 'b', 1000, 16, 'sha1', function derived() {});
      for (let i = 0; i < 10; i++) deflate('x'.repeat(10000), function deflated() {});
    `);
    const work = await ask(trace, `select name, count(*) as times, min(dur) > 0 as lasts from (${SLICES}) where track like 'pool thread%'
      group by name order by name`, 'name', 'times', 'lasts');
    const served = {};
    for (const name of ['found', 'derived', 'deflated']) {
      served[name] = Object.values(await callbacks(trace, `site like '% ${name}'`)).reduce((sum, count) => sum + count, 0);
    }
    // Several requests of fs are one piece of work.
    const pieces = work[1][1];
    assert.deepStrictEqual(work, [['crypto result', 10, 1], ['fs result', pieces, 1], ['zlib result', 10, 1]]);
    assert.deepStrictEqual(served, { found: 20, derived: 10, deflated: 10 });
    // Each piece of work has one to the pool's thread, and each request one to its callback.
    const expected = [['crypto result', 20], ['fs result', 20 + pieces], ['zlib result', 20]];
    assert.deepStrictEqual(await arrows(trace), expected.map(([name, count]) => [name, 'main script', 'scheduled here', count]));
  },
  'child processes, whose traces stand behind each other': async () => {
    const trace = String(await record('family', `
      const { fork, execFile } = require('child_process');
      if (process.argv[2] === undefined) {
        for (let i = 0; i < 2; i++) fork(__filename, ['child']);
        execFile('true', function done() {});
      } else {
        setTimeout(function inChild() {}, 1);
      }
    `));
    const files = fs.readdirSync(folder).filter((name) => name.startsWith('family.pftrace')).map((name) => path.join(folder, name));
    for (const file of files) await assertSound(file);
    const all = path.join(folder, 'all.pftrace');
    fs.writeFileSync(all, Buffer.concat(files.map((file) => fs.readFileSync(file))));
    await assertSound(all);
    assert.strictEqual((await callbacks(trace))['child process ended'], 3);
    assert.strictEqual((await callbacks(all, "site like '%inChild'")).timer, 2);
    const [[processes]] = await ask(all, "select count(distinct pid) as processes from process where pid > 0", 'processes');
    assert.deepStrictEqual([files.length, processes], [3, 3]);
  },
  'a process that runs already': async () => {
    const program = new Debuggee([write('runs.js', `
      setInterval(function sweep() { Promise.resolve().then(() => {}); }, 2);
      require('fs').watch('.', () => {});
      process._rawDebug('runs');
    `)]);
    try {
      await program.find(/runs\n/);
      const trace = path.join(folder, 'part.pftrace');
      const { code, stderr } = await run(process.execPath, ['loop', 'trace', String(program.process.pid), '-t', '2s', '-o', trace]);
      assert.strictEqual(code, 0, stderr);
      await assertSound(trace);
      const calls = await callbacks(trace, "site like '%sweep'");
      const [[turns]] = await ask(trace, `select count(*) as turns from (${SLICES}) where track = 'turns'`, 'turns');
      assert.deepStrictEqual(Object.keys(calls), ['timer']);
      assert.ok(calls.timer > 0 && turns >= calls.timer);
    } finally {
      program.process.kill('SIGKILL');
    }
  },
  'counters': async () => {
    const trace = await record('counters', `
      const timers = Array.from({ length: 20 }, () => setTimeout(() => {}, 1e6));
      let ticks = 0;
      const interval = setInterval(() => { process.nextTick(() => {}); if (++ticks === 400) { clearInterval(interval); timers.forEach(clearTimeout); } }, 2);
    `);
    const counters = await ask(trace, `select counter_track.name as name, min(value) >= 0 as sane, max(value) as most
      from counter join counter_track on counter_track.id = counter.track_id group by 1 order by 1`, 'name', 'sane', 'most');
    const most = Object.fromEntries(counters.map(([name, , value]) => [name, value]));
    assert.deepStrictEqual(counters.map(([name, isSane]) => isSane && name), [
      'handles', 'heap used', 'immediates', 'promise jobs run', 'requests', 'resident memory', 'ticks run', 'timers']);
    assert.strictEqual(most.timers, 21);
    assert.ok(most['ticks run'] >= 400 && most['heap used'] > 1e6);
  },
  'garbage collections': async () => {
    const trace = await record('garbage', `
      let kept;
      const interval = setInterval(() => { kept = Array.from({ length: 1e5 }, (_, i) => ({ i })); }, 1);
      setTimeout(() => clearInterval(interval), 500);
    `);
    const names = await askForList(trace, `select distinct name from (${SLICES}) where track = 'garbage collection' order by 1`, 'name');
    assert.ok(names.includes('minor collection'));
  },
  'more callbacks than can be kept': async () => {
    const trace = await record('many', `
      let left = 3e5;
      setImmediate(function again() { for (let i = 0; i < 100; i++) setImmediate(() => {}); if ((left -= 100) > 0) setImmediate(again); });
    `);
    assert.ok((await callbacks(trace)).immediate > 1000);
  },
  'handles of many kinds': async () => {
    const trace = await record('handles', `
      const net = require('net'), dgram = require('dgram'), fs = require('fs'), dns = require('dns');
      const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1', () => {
        net.connect(server.address().port).on('data', () => {}).on('close', () => server.close());
      });
      const udp = dgram.createSocket('udp4', () => udp.close()).bind(0, '127.0.0.1', () => udp.send('x', udp.address().port, '127.0.0.1'));
      const watcher = fs.watch(__dirname, () => watcher.close());
      fs.writeFile('written', 'x', () => {});
      fs.createReadStream(__filename).resume();
      dns.lookup('localhost', () => {});
      process.once('SIGUSR2', () => {});
      setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 20);
    `);
    const tracks = await askForList(trace, `select distinct replace(track, rtrim(track, '0123456789'), '') as number, rtrim(track, '0123456789') as kind
      from (${SLICES}) where track like '%#%' order by kind`, 'kind');
    assert.deepStrictEqual([...new Set(tracks)], ['datagram #', 'file watcher #', 'signal #', 'tcp connection #', 'tcp read #']);
  },
  'programs that end in the midst of it': async () => {
    const endings = {
      'process.exit() in a nested callback': ['setTimeout(() => process.nextTick(() => Promise.resolve().then(() => process.exit(3))), 1)', 3],
      'an uncaught error': ["setTimeout(() => { throw new Error('uncaught'); }, 1)", 1],
      'process.exit() in the main script': ['process.exit(4)', 4],
    };
    for (const [name, [text, code]] of Object.entries(endings)) await record(name.replaceAll(/\W+/g, '_'), text, code);
    const killed = path.join(folder, 'killed.pftrace');
    await run(process.execPath, [`--loop-trace=${killed}`, write('killed.js', `
      setInterval(() => {}, 1);
      setTimeout(function last() { process.kill(process.pid, 'SIGKILL'); }, 500);`)], '', { cwd: folder });
    await assertSound(killed);
    assert.ok((await callbacks(killed)).timer > 0);
  },
}).then(() => process.exit());
