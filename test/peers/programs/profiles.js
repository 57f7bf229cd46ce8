// Files that a runtime writes for others to open: profiles and snapshots by DevTools' own parsers and by speedscope, trace events by DevTools'
// Performance panel's engine, coverage by genhtml.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { Debuggee, folder, write } = require('./_debuggee');
const { FrontEnd } = require('./_front_end');
const { check, run } = require('./_peer');

const BUSY = `
  class Kept { constructor(i) { this.text = 'kept '.repeat(4) + i; } }
  function busy(milliseconds) {
    const end = process.cpuUsage().user + milliseconds * 1000;
    let turns = 0;
    while (process.cpuUsage().user < end) for (let i = 0; i < 1e4; i++) turns += i % 7;
    return turns;
  }
  function allocate() { return Array.from({ length: 20000 }, (_, i) => new Kept(i)); }
  globalThis.kept = allocate();
  busy(400);
`;

/** Runs the program with options that have it write a file, and gives the file's text. */
async function written(pattern, ...args) {
  const { code, stderr } = await run(process.execPath, args, '', { cwd: folder });
  if (code !== 0) throw new Error(stderr);
  const name = fs.readdirSync(folder).find((each) => pattern.test(each));
  return fs.readFileSync(path.join(folder, name), 'utf8');
}

const anyProgram = new Debuggee(['--inspect=0', '-e', 'setInterval(() => {}, 1000)']); // the front end opens for one
let frontEnd;
const share = (part, whole) => (part > whole / 2 ? 'most' : `${part} of ${whole}`);

check({
  'a CPU profile': async () => {
    frontEnd = await FrontEnd.open(anyProgram);
    const text = await written(/\.cpuprofile$/, '--cpu-prof', write('busy.js', BUSY));
    const [self, total] = await frontEnd.evaluate(async (json) => {
      const { CPUProfileDataModel } = await import('./models/cpu_profile/cpu_profile.js');
      const model = new CPUProfileDataModel.CPUProfileDataModel(JSON.parse(json));
      const nodes = model.nodes().filter(({ functionName }) => functionName === 'busy');
      return [nodes.reduce((sum, node) => sum + node.total, 0), model.profileHead.total - (model.idleNode?.total ?? 0)];
    }, text);
    return `busy() took ${share(self, total)}`;
  },
  'a heap profile': async () => {
    const text = await written(/\.heapprofile$/, '--heap-prof', '--heap-prof-interval=4096', write('busy.js', BUSY));
    const [found, total] = await frontEnd.evaluate(async (json) => {
      const { HeapProfileView } = await import('./panels/profiler/profiler.js');
      const { root } = new HeapProfileView.SamplingHeapProfileModel(JSON.parse(json));
      const totalOf = (node) => (node.functionName === 'allocate' ? node.total : node.children.reduce((sum, child) => sum + totalOf(child), 0));
      return [totalOf(root), root.total];
    }, text);
    return `allocate() made ${share(found, total)}`;
  },
  'a heap snapshot': async () => {
    const text = await written(/\.heapsnapshot$/, write('snapshot.js', `${BUSY} require('v8').writeHeapSnapshot('x.heapsnapshot');`));
    return frontEnd.evaluate(async (json) => {
      const [{ HeapProfilerPanel }, { HeapSnapshotModel }] =
        await Promise.all(['./panels/profiler/profiler.js', './models/heap_snapshot/heap_snapshot.js'].map((name) => import(name)));
      const panel = HeapProfilerPanel.HeapProfilerPanel.instance();
      const type = panel.findProfileTypeByExtension('x.heapsnapshot');
      await panel.loadFromFile(new File([json], 'x.heapsnapshot'));
      const snapshot = await type.getProfiles().at(-1).loadPromise;
      const classes = Object.values(await snapshot.aggregatesWithFilter(new HeapSnapshotModel.NodeFilter()));
      const { count, maxRet, self } = classes.find(({ name }) => name === 'Kept');
      return `${count} of Kept, retained ${maxRet >= self}, statistics ${(await snapshot.getStatistics()).total > self}`;
    }, text);
  },
  'trace events': async () => {
    const text = await written(/^node_trace.*\.log$/, '--trace-event-categories=v8,node', write('traced.js', `${BUSY} setTimeout(() => {}, 1);`));
    return frontEnd.evaluate(async (json) => {
      const { TraceModel } = await import('./models/trace/trace.js');
      const model = TraceModel.Model.createWithAllHandlers();
      await model.parse(JSON.parse(json).traceEvents);
      const { Meta, Renderer } = model.parsedTrace().data;
      const names = new Set([...Renderer.entryToNode.keys()].map(({ name }) => name));
      const wanted = ['RunTimers', 'MinorGC', 'RunCleanup'].filter((name) => names.has(name));
      return `${Meta.processNames.size} process, generic: ${Meta.traceIsGeneric}, has ${wanted}`;
    }, text);
  },
  'coverage': async () => {
    const lcov = path.join(folder, 'lcov.info');
    write('covered.js', 'exports.f = (a) => {\n  if (a) return 1;\n  return 2;\n};\n');
    const test = write('covered.test.js', `require('node:test')('f', () => { require('./covered').f(true); });`);
    const { code, stderr } = await run(process.execPath, ['--test', '--experimental-test-coverage', '--test-reporter=lcov',
      `--test-reporter-destination=${lcov}`, '--test-coverage-exclude=*.test.js', test], '', { cwd: folder });
    if (code !== 0) throw new Error(stderr);
    const { stdout } = await run('genhtml', ['--output-directory', path.join(folder, 'html'), '--branch-coverage', lcov], '', { cwd: folder });
    return stdout.match(/(lines|functions|branches)\.*: .*/g).join(', ');
  },
  end: async () => {
    await frontEnd.close();
    anyProgram.process.kill();
    await anyProgram.ended;
    process.exit();
  },
});
