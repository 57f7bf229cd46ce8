// The primary's side of node:cluster: starts workers, follows their lives, and makes the listening handles they ask for.
'use strict';
const process = require('process_object');
const EventEmitter = require('events');
const { nextTick } = require('ticks');
const { ERR_INVALID_ARG_VALUE } = require('errors');
const { validatePort } = require('validators');
const { Worker } = require('cluster/worker');
const { Peer } = require('cluster/peer');
const { isUdp } = require('cluster/listening_handle');
const { RoundRobin } = require('cluster/round_robin');
const { Shared } = require('cluster/shared');

const SCHED_NONE = 1;
const SCHED_RR = 2;
const SMALLEST_INSPECT_PORT = 1024;
const LARGEST_INSPECT_PORT = 65535;
const INSPECT_OPTION = /^--(?:inspect(?:-brk|-wait|-port)?|inspect-publish-uid|debug-port)(?:=|$)/;

const cluster = module.exports = new EventEmitter();
cluster.isWorker = false;
cluster.isMaster = true; // its name before Node 16
cluster.isPrimary = true;
cluster.Worker = Worker;
cluster.workers = {};
cluster.settings = {};
cluster.SCHED_NONE = SCHED_NONE;
cluster.SCHED_RR = SCHED_RR;
cluster.schedulingPolicy = policyOfEnvironment();

const peers = new WeakMap(); // worker -> Peer
const handles = new Map(); // key => RoundRobin | Shared: what workers listen on
const living = new Set(); // workers that have not yet both disconnected and exited
const awaitingDisconnect = []; // callbacks of cluster.disconnect()
let lastId = 0;
let lastInspectPort; // given to a worker
let frozenPolicy; // set by the first setup

function policyOfEnvironment() {
  const policies = { __proto__: null, none: SCHED_NONE, rr: SCHED_RR };
  const policy = policies[process.env.NODE_CLUSTER_SCHED_POLICY];
  if (policy !== undefined) return policy;
  return process.platform === 'win32' ? SCHED_NONE : SCHED_RR;
}

// Starting --------------------------------------------------------------------------------------------------------

/**
 * What the next workers are started with. @param {object} [options] exec, args, execArgv, cwd, serialization, silent,
 *   stdio, uid, gid, inspectPort, windowsHide; those that are missing stay as they are
 */
cluster.setupPrimary = function(options) {
  cluster.settings = {
    args: process.argv.slice(2),
    exec: process.argv[1],
    execArgv: process.execArgv,
    silent: false,
    ...cluster.settings,
    ...options,
  };
  if (frozenPolicy === undefined) {
    frozenPolicy = cluster.schedulingPolicy;
    if (frozenPolicy !== SCHED_NONE && frozenPolicy !== SCHED_RR) {
      frozenPolicy = undefined;
      throw new ERR_INVALID_ARG_VALUE('cluster.schedulingPolicy', cluster.schedulingPolicy);
    }
  }
  nextTick(emitSetup, cluster.settings);
};
cluster.setupMaster = cluster.setupPrimary;

function emitSetup(settings) {
  cluster.emit('setup', settings);
}

/** @param {object} [env] variables added to ours @returns {Worker} @throws ERR_SOCKET_BAD_PORT for inspectPort */
cluster.fork = function(env) {
  cluster.setupPrimary();
  const id = ++lastId;
  const worker = new Worker({ id, process: startProcess(id, env) });
  worker.on('message', function(message, handle) {
    cluster.emit('message', this, message, handle);
  });
  worker.process.once('exit', (code, signal) => onExit(worker, code, signal));
  worker.process.once('disconnect', () => onDisconnect(worker));
  peers.set(worker, new Peer(worker.process, (message) => onMessage(worker, message)));
  nextTick(emitFork, worker);
  cluster.workers[id] = worker;
  living.add(worker);
  return worker;
};

function emitFork(worker) {
  cluster.emit('fork', worker);
}

function startProcess(id, env) {
  const { exec, args, cwd, serialization, silent, windowsHide, stdio, gid, uid } = cluster.settings;
  return require('child_process').fork(exec, args, {
    cwd,
    env: { ...process.env, ...env, NODE_UNIQUE_ID: `${id}` },
    serialization,
    silent,
    windowsHide,
    execArgv: withInspectPort(cluster.settings.execArgv, cluster.settings.inspectPort),
    stdio,
    gid,
    uid,
  });
}

// Each worker that is inspected gets a port of its own.
function withInspectPort(execArgv, setting) {
  if (!execArgv?.some((word) => INSPECT_OPTION.test(word))) return execArgv;
  return [...execArgv, `--inspect-port=${inspectPort(setting)}`];
}

function inspectPort(setting) {
  if (setting !== undefined) return validatePort(typeof setting === 'function' ? setting() : setting);
  lastInspectPort = (lastInspectPort ?? process.debugPort) + 1;
  if (lastInspectPort > LARGEST_INSPECT_PORT) lastInspectPort = SMALLEST_INSPECT_PORT;
  return lastInspectPort;
}

// A worker's life -------------------------------------------------------------------------------------------------

function onMessage(worker, message) {
  switch (message.act) {
    case 'online':
      worker.state = 'online';
      worker.emit('online');
      cluster.emit('online', worker);
      break;
    case 'listening':
      onListening(worker, message);
      break;
    case 'leaving':
      worker.exitedAfterDisconnect = true;
      peers.get(worker).answer(message, {});
      break;
    case 'query':
      onQuery(worker, message);
      break;
    case 'close':
      release(message.key, worker);
      break;
  }
}

function onListening(worker, { addressType, address, port, fd }) {
  const info = { addressType, address, port, fd };
  worker.state = 'listening';
  worker.emit('listening', info);
  cluster.emit('listening', worker, info);
}

function onDisconnect(worker) {
  releaseAll(worker);
  peers.get(worker).gone();
  worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
  worker.state = 'disconnected';
  if (worker.isDead()) forget(worker);
  worker.emit('disconnect');
  cluster.emit('disconnect', worker);
}

function onExit(worker, code, signal) {
  worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
  worker.state = 'dead';
  if (!worker.isConnected()) forget(worker);
  worker.emit('exit', code, signal);
  cluster.emit('exit', worker, code, signal);
}

function forget(worker) {
  delete cluster.workers[worker.id];
  living.delete(worker);
  if (living.size === 0) tellDisconnected();
}

function tellDisconnected() {
  for (const callback of awaitingDisconnect.splice(0)) callback();
}

/** Lets the worker close its servers and then its channel: it is asked to call disconnect() itself. */
Worker.prototype.disconnect = function disconnect() {
  this.exitedAfterDisconnect = true;
  peers.get(this)?.tell({ act: 'disconnect' });
  releaseAll(this);
  delete cluster.workers[this.id]; // as Node: one that leaves is no longer among them
  return this;
};

Worker.prototype.destroy = function destroy(signal) {
  this.process.kill(signal || 'SIGTERM');
};

/** disconnect() of each worker. @param {function} [callback] called when all have ended */
cluster.disconnect = function(callback) {
  if (typeof callback === 'function') awaitingDisconnect.push(callback);
  if (living.size === 0) nextTick(tellDisconnected);
  for (const worker of Object.values(cluster.workers)) {
    if (worker.isConnected()) worker.disconnect();
  }
};

// What workers listen on ------------------------------------------------------------------------------------------

function onQuery(worker, query) {
  let listener = handles.get(query.key);
  if (listener === undefined) {
    listener = frozenPolicy === SCHED_RR && !isUdp(query) ? new RoundRobin(query) : new Shared(query);
    handles.set(query.key, listener);
  }
  listener.data ??= query.data;
  const { errno, sockname, data } = listener;
  const answer = { key: query.key, errno, sockname, data };
  peers.get(worker).answer(query, answer, listener.handle);
  if (errno === 0) listener.add(worker, peers.get(worker));
  else handles.delete(query.key);
}

function release(key, worker) {
  if (handles.get(key)?.remove(worker)) handles.delete(key);
}

function releaseAll(worker) {
  for (const key of handles.keys()) release(key, worker);
}
