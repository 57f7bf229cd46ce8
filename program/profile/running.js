'use strict';
// Profiles a process that runs: SIGUSR1 opens its inspector, which is closed again afterwards when it was not open before.

const process = require('process_object');

const HOST = '127.0.0.1';
const USUAL_PORT = 9229;
const PATIENCE_MS = 5000;
const LOOK_MS = 50;
const LISTENING = '0A'; // as /proc/net/tcp writes it

/** What keeps a process from being profiled, as a sentence for its user. */
class CannotProfile extends Error {}

/**
 * @param {{pid: number, time: number, interval: number}} request
 * @returns {Promise<{profile: object, native?: object}>} V8's profile, and the native stacks where the process knows them
 */
async function profileOf({ pid, time, interval }) {
  const { Client } = require('debugger/client');
  const { setTimeout: wait } = require('timers/promises');
  const client = new Client();
  const ports = portsOf(pid);
  const wasOpen = ports.has(USUAL_PORT) && await isReached(client, USUAL_PORT, pid);
  if (!wasOpen) await open(client, pid, ports, wait);
  try {
    await client.request('Profiler.enable');
    await client.request('Profiler.setSamplingInterval', { interval });
    await discardOptimizedCode(client);
    await client.request('Profiler.start');
    const hasNative = await startNative(client);
    await wait(time);
    const { profile } = await client.request('Profiler.stop');
    const native = hasNative ? await client.request('NativeStacks.stop') : undefined;
    if (!wasOpen) closeInspector(client);
    return { profile, native };
  } catch (error) {
    if (error.code === 'ERR_DEBUGGER_ERROR') throw new CannotProfile(`process ${pid} ended before its profile was there`);
    throw error;
  } finally {
    client.disconnect();
  }
}

// Other runtimes, and other versions of this one, have V8's profiler alone.
async function startNative(client) {
  try {
    await client.request('NativeStacks.start');
    return true;
  } catch (error) {
    if (error.code === 'ERR_DEBUGGER_ERROR') throw error;
    return false;
  }
}

// What was optimized before says nothing of the functions that were inlined into it: all of their time would be their
// caller's. Counting calls has V8 drop such code, and the hot part of it is soon optimized anew.
async function discardOptimizedCode(client) {
  await client.request('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await client.request('Profiler.stopPreciseCoverage');
}

async function open(client, pid, before, wait) {
  letListen(pid);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(LOOK_MS)) {
    for (const port of portsOf(pid)) if (!before.has(port) && await isReached(client, port, pid)) return;
  }
  throw new CannotProfile(`process ${pid} does not open its inspector: it handles SIGUSR1 itself, or the port is taken`);
}

/** The TCP ports at which a process listens. */
function portsOf(pid) {
  const { readdirSync, readFileSync, readlinkSync } = require('fs');
  const sockets = new Set();
  const lines = [];
  try {
    for (const name of readdirSync(`/proc/${pid}/fd`)) sockets.add(linkOf(`/proc/${pid}/fd/${name}`, readlinkSync));
    for (const kind of ['tcp', 'tcp6']) lines.push(...readFileSync(`/proc/${pid}/net/${kind}`, 'latin1').split('\n').slice(1));
  } catch (error) {
    throw cannotBeAsked(pid, error);
  }
  const ports = new Set();
  for (const line of lines) {
    const [, address, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === LISTENING && sockets.has(`socket:[${inode}]`)) ports.add(parseInt(address.split(':')[1], 16));
  }
  return ports;
}

function linkOf(file, readlinkSync) {
  try {
    return readlinkSync(file);
  } catch {
    return ''; // closed meanwhile
  }
}

function cannotBeAsked(pid, error) {
  if (error.code === 'ESRCH' || error.code === 'ENOENT') return new CannotProfile(`there is no process ${pid}`);
  return new CannotProfile(`process ${pid} cannot be asked: ${error.message}`);
}

// Before it is signalled: SIGUSR1 ends a process that does not know it.
function letListen(pid) {
  const { readlinkSync } = require('fs');
  const { basename } = require('path');
  try {
    const program = basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    if (program !== basename(process.execPath) && !/^(eddy|node)/.test(program)) {
      throw new CannotProfile(`process ${pid} is not eddy: it runs ${program}`);
    }
    process._debugProcess(pid);
  } catch (error) {
    throw error instanceof CannotProfile ? error : cannotBeAsked(pid, error);
  }
}

/** Connects, if it is this process's inspector that listens there. */
async function isReached(client, port, pid) {
  try {
    await client.connect(HOST, port);
    const { result } = await client.request('Runtime.evaluate', { expression: 'process.pid', returnByValue: true });
    if (result.value === pid) return true;
  } catch {
    // Something else of the program's listens there.
  }
  client.disconnect();
  return false;
}

// It closes our connection too, so that there may be no answer.
function closeInspector(client) {
  client.request('Runtime.evaluate', { expression: "process.getBuiltinModule('inspector').close()" }).catch(() => {});
}

module.exports = { profileOf, CannotProfile };
