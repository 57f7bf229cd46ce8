// --cpu-prof, --heap-prof and NODE_V8_COVERAGE: files by their names and directories, however the program ends; options that
// do not go together; v8.takeCoverage and v8.stopCoverage.
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const assert = finish.plan(40);
const { withFiles, pathToFileURL } = require('../../inspector/test/_client');

const files = {
  'work.js': `
    function work() { const kept = []; for (let i = 0; i < 3e5; i++) kept.push({ i }); return kept; }
    globalThis.kept = work();
    if (process.argv[2] === 'exit') process.exit(3);
    if (process.argv[2] === 'kill') process.kill(process.pid, 'SIGINT');
    if (process.argv[2] === 'throw') throw new Error('at the end');
    if (process.argv[2] === 'worker') new (require('node:worker_threads').Worker)(__filename, { argv: [] });
  `,
  'branches.js': `
    function taken(n) { if (n > 0) { return 'yes'; } else { return 'no'; } }
    taken(1);
    if (process.argv[2] === 'take') { require('v8').takeCoverage(); taken(1); taken(-1); }
    if (process.argv[2] === 'stop') { require('v8').stopCoverage(); require('v8').takeCoverage(); }
    if (process.argv[2] === 'worker') new (require('node:worker_threads').Worker)(__filename, { argv: [] });
  `,
  'mapped.js': 'function f() { return 1; }\nf();\n' +
    '//# sourceMappingURL=data:application/json;base64,' +
    Buffer.from('{"version":3,"sources":["original.ts"],"mappings":"AAAA"}').toString('base64') + '\n',
};

finish(() => withFiles(files, (folder) => {
  const run = (args, env = {}) => {
    const result = spawnSync(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_V8_COVERAGE: undefined, ...env }, encoding: 'utf8' });
    return [result.status ?? result.signal, result.stderr];
  };
  const read = (...parts) => JSON.parse(readFileSync(path.join(folder, ...parts), 'utf8'));
  const namesIn = (name) => (existsSync(path.join(folder, name)) ? readdirSync(path.join(folder, name)).sort() : []);
  const url = (name) => pathToFileURL(path.join(folder, name)).href;

  // Profiles of time.
  const endings = { end: 0, exit: 3, kill: 'SIGINT', throw: 1, worker: 0 };
  for (const [ending, status] of Object.entries(endings)) {
    const directory = `cpu-${ending}`;
    assert.strictEqual(run(['--cpu-prof', '--cpu-prof-interval=100', `--cpu-prof-dir=${directory}`, 'work.js', ending])[0], status);
    const names = namesIn(directory);
    assert.strictEqual(names.length, ending === 'worker' ? 2 : 1);
    // Names begin with the second in which each thread began to profile.
    const main = names.find((name) => /^CPU\.\d{8}\.\d{6}\.\d+\.0\.001\.cpuprofile$/.test(name));
    assert.ok(main, names.join(' '));
    const profile = read(directory, main);
    assert.ok(profile.nodes.some(({ callFrame }) => callFrame.functionName === 'work' && callFrame.url === url('work.js')));
    assert.strictEqual(profile.samples.length, profile.timeDeltas.length);
  }
  assert.strictEqual(run(['--cpu-prof', '--cpu-prof-name=a.${pid}.cpuprofile', 'work.js'])[0], 0);
  assert.ok(readdirSync(folder).some((name) => /^a\.\d+\.cpuprofile$/.test(name)));

  // Profiles of memory.
  assert.strictEqual(run(['--heap-prof', '--heap-prof-interval=128', '--diagnostic-dir=heap', 'work.js'])[0], 0);
  const [heapName, ...others] = namesIn('heap');
  assert.strictEqual(others.length, 0);
  assert.match(heapName, /^Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapprofile$/);
  const find = (node) => node.callFrame.functionName === 'work' || node.children.some(find);
  assert.ok(find(read('heap', heapName).head));

  for (const [option, value] of [['--cpu-prof-name', 'x'], ['--cpu-prof-dir', 'x'], ['--cpu-prof-interval', '1'], ['--heap-prof-name', 'x']]) {
    const [status, stderr] = run([option, value, 'work.js']);
    assert.strictEqual(status, 9);
    assert.strictEqual(stderr, `${process.execPath}: ${option} must be used with ${option.replace(/-[a-z]+$/, '')}\n`);
  }

  // Coverage.
  const coverages = (directory, name) => namesIn(directory).map((file) => read(directory, file))
    .sort((a, b) => a.timestamp - b.timestamp)
    .flatMap(({ result }) => result.filter((script) => script.url === url(name)))
    .map(({ functions }) => functions.find(({ functionName }) => functionName === 'taken')?.ranges.map(({ count }) => count));
  assert.strictEqual(run(['branches.js'], { NODE_V8_COVERAGE: 'cov' })[0], 0);
  assert.deepStrictEqual(coverages('cov', 'branches.js'), [[1, 0]]);
  assert.match(namesIn('cov')[0], /^coverage-\d+-\d+-0\.json$/);
  run(['branches.js', 'worker'], { NODE_V8_COVERAGE: 'cov-worker' });
  assert.deepStrictEqual(coverages('cov-worker', 'branches.js'), [[1, 0], [1, 0]]);
  run(['branches.js', 'take'], { NODE_V8_COVERAGE: 'cov-take' });
  assert.deepStrictEqual(coverages('cov-take', 'branches.js'), [[1, 0], [2, 1]]);
  run(['branches.js', 'stop'], { NODE_V8_COVERAGE: 'cov-stop' });
  assert.deepStrictEqual(namesIn('cov-stop'), []);

  run(['mapped.js'], { NODE_V8_COVERAGE: 'cov-map' });
  assert.deepStrictEqual(read('cov-map', namesIn('cov-map')[0])['source-map-cache'], {
    [url('mapped.js')]: {
      lineLengths: [26, 4, files['mapped.js'].split('\n')[2].length, 0],
      data: { version: 3, sources: [url('original.ts')], mappings: 'AAAA', sourceRoot: '' },
      url: null,
    },
  });
  rmSync(folder, { recursive: true });
}));
