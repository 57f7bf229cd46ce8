'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(17);
const cluster = require('node:cluster');
const { spawnSync } = require('node:child_process');
const os = require('node:os');

if (cluster.isWorker) {
  process.send([process.argv.slice(2), process.execArgv, process.cwd(), process.env.EXTRA, process.env.ID_OF_PRIMARY]);
  process.disconnect();
  return;
}
if (process.argv[2] === 'policy') {
  console.log(cluster.schedulingPolicy);
  return;
}

assert.deepStrictEqual(cluster.settings, {});
const setups = [];
cluster.on('setup', (settings) => setups.push(settings));
cluster.setupPrimary();
const defaults = { args: [], exec: __filename, execArgv: process.execArgv, silent: false };
assert.deepStrictEqual(cluster.settings, defaults);
cluster.setupPrimary({ args: ['one', 'two words'], cwd: os.tmpdir(), execArgv: ['--no-warnings'] });
const changed = { ...defaults, args: ['one', 'two words'], cwd: os.tmpdir(), execArgv: ['--no-warnings'] };
assert.deepStrictEqual(cluster.settings, changed);
assert.strictEqual(cluster.setupMaster, cluster.setupPrimary);
assert.strictEqual(setups.length, 0); // they come on the next tick

process.env.ID_OF_PRIMARY = `${process.pid}`;
cluster.fork({ EXTRA: 'added' }).on('message', (message) => {
  assert.deepStrictEqual(message, [['one', 'two words'], ['--no-warnings'], os.tmpdir(), 'added', `${process.pid}`]);
  assert.deepStrictEqual(setups.slice(0, 3), [defaults, changed, changed]);
  inspected();
});

// Each inspected worker gets a port of its own.
function inspected() {
  cluster.setupPrimary({ exec: os.devNull, execArgv: ['--inspect'], args: [], silent: true, cwd: undefined });
  const ports = [undefined, undefined, 5555, () => 7777].map((inspectPort) => {
    cluster.setupPrimary({ inspectPort });
    const { process: child } = cluster.fork();
    child.kill();
    return child.spawnargs.slice(1, 3);
  });
  assert.deepStrictEqual(ports, [9230, 9231, 5555, 7777].map((port) => ['--inspect', `--inspect-port=${port}`]));
  for (const inspectPort of ['no port', -1, 70000, () => 'none']) {
    cluster.setupPrimary({ inspectPort });
    assert.throws(() => cluster.fork(), { code: 'ERR_SOCKET_BAD_PORT' });
  }
}

for (const [name, policy] of [['none', cluster.SCHED_NONE], ['rr', cluster.SCHED_RR], ['?', cluster.SCHED_RR]]) {
  const env = { ...process.env, NODE_CLUSTER_SCHED_POLICY: name };
  const { stdout } = spawnSync(process.execPath, [__filename, 'policy'], { env });
  assert.strictEqual(`${stdout}`, `${policy}\n`);
}

const standalone = new cluster.Worker();
assert.deepStrictEqual([standalone.id, standalone.state, standalone.process], [0, 'none', undefined]);
assert.ok(cluster.Worker.call({}, { id: '7' }) instanceof cluster.Worker);
