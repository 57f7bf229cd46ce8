// chrome-remote-interface and puppeteer-core's connection debug programs of ours: breakpoints by URL and line in CommonJS, ES modules
// and TypeScript, steps, scopes, evaluation on a frame, stacks across callbacks, pauses on exceptions, live edit, profiles, workers, and a
// process that spins.
'use strict';
const path = require('node:path');
const CDP = require('chrome-remote-interface');
const { adding, debug, write } = require('./_debuggee');
const { check } = require('./_peer');

/** A client, and what the checks ask of it: go(request) lets the program go on, and gives its next pause. */
class Debugger {
  scripts = new Map(); // by the names of their files

  static async attach(url) {
    const program = new Debugger();
    program.client = await CDP({ target: url, local: true });
    program.client.on('Debugger.scriptParsed', (script) => program.scripts.set(path.basename(script.url), script));
    return program;
  }

  next(name) {
    return new Promise((resolve) => { this.client.once(name, resolve); });
  }

  async go(method, parameters) {
    const paused = this.next('Debugger.paused');
    await this.client.send(method, parameters);
    return paused;
  }

  /** Enables what a debugger does, and lets a program that waits come to its first statement. */
  async begin() {
    const { Debugger: domain, Runtime } = this.client;
    await Promise.all([Runtime.enable(), domain.enable(), domain.setAsyncCallStackDepth({ maxDepth: 8 })]);
    return this.go('Runtime.runIfWaitingForDebugger');
  }

  /** Lets the program run to its end. */
  async finish() {
    const ended = this.next('Runtime.executionContextDestroyed');
    await this.client.send('Debugger.resume');
    await ended;
    await this.client.close();
  }

  /** The innermost scope of a frame, as text. */
  async scope({ scopeChain }) {
    const { result } = await this.client.Runtime.getProperties({ objectId: scopeChain[0].object.objectId, ownProperties: true });
    return result.map(({ name, value }) => `${name}=${value?.value}`).sort().join();
  }

  async evaluate({ callFrameId }, expression) {
    const { result } = await this.client.Debugger.evaluateOnCallFrame({ callFrameId, expression });
    return result.value ?? result.description;
  }
}

const place = ({ functionName, location }) => `${functionName}:${location.lineNumber}:${location.columnNumber}`;

function stepThrough(name, types = '') {
  const file = write(name, adding(types));
  return debug(['--no-warnings', '--inspect-brk=0', file], async (debuggee) => {
    const program = await Debugger.attach(await debuggee.url());
    const { Debugger: domain } = program.client;
    const steps = [];
    steps.push((await program.begin()).reason);
    await domain.setPauseOnExceptions({ state: 'all' });
    const { locations } = await domain.setBreakpointByUrl({ url: program.scripts.get(name).url, lineNumber: 5, columnNumber: 0 });
    steps.push(`set at ${locations.map(({ lineNumber, columnNumber }) => `${lineNumber}:${columnNumber}`)}`);
    let event = await program.go('Debugger.resume');
    steps.push(`${place(event.callFrames[0])} behind ${event.asyncStackTrace.description}`);
    event = await program.go('Debugger.stepInto');
    if (event.callFrames[0].functionName !== 'add') event = await program.go('Debugger.stepInto'); // console.log's getter
    steps.push(`into ${place(event.callFrames[0])} with ${await program.scope(event.callFrames[0])}`,
               `evaluated ${await program.evaluate(event.callFrames[0], 'a = 40, a + b')}`);
    event = await program.go('Debugger.stepOver');
    steps.push(`over to ${place(event.callFrames[0])} with ${await program.scope(event.callFrames[0])}`);
    event = await program.go('Debugger.stepOut');
    steps.push(`out to ${place(event.callFrames[0])}`);
    event = await program.go('Debugger.resume');
    steps.push(`${event.reason}: ${event.data.className}, uncaught: ${event.data.uncaught}`);
    await program.finish();
    return steps;
  });
}

check({
  'CommonJS': () => stepThrough('program.cjs'),
  'an ES module': () => stepThrough('program.mjs'),
  'CommonJS in TypeScript': () => stepThrough('program.cts', ': number'),
  'an ES module in TypeScript': () => stepThrough('program.mts', ': number'),
  'stacks across callbacks': () => debug(['--inspect-brk=0', write('stacks.js', `
    const fs = require('fs');
    async function inner() { await null; debugger; }
    async function outer() { await inner(); }
    process.nextTick(function tick() {
      setImmediate(function immediate() {
        fs.stat('.', function done() { Promise.resolve().then(function reaction() { outer(); }); });
      });
    });`)], async (debuggee) => {
    const program = await Debugger.attach(await debuggee.url());
    await program.begin();
    const event = await program.go('Debugger.resume');
    const stacks = [];
    for (let stack = event.asyncStackTrace; stack; stack = stack.parent) {
      const names = stack.callFrames.filter(({ url }) => url.endsWith('stacks.js')).map(({ functionName }) => functionName || '(main)');
      stacks.push(`${stack.description}: ${names}`);
    }
    await program.finish();
    return stacks;
  }),
  'an uncaught exception': () => debug(['--inspect-brk=0', write('throws.js', `
    try { throw new Error('caught'); } catch {}
    setTimeout(function thrower() { const local = 7; throw new TypeError('not caught'); }, 1);`)], async (debuggee) => {
    const program = await Debugger.attach(await debuggee.url());
    await program.begin();
    await program.client.Debugger.setPauseOnExceptions({ state: 'uncaught' });
    const { reason, data, callFrames } = await program.go('Debugger.resume');
    const steps = [`${reason} ${data.className} in ${place(callFrames[0])} with ${await program.scope(callFrames[0])}`, `uncaught: ${data.uncaught}`];
    const thrown = program.next('Runtime.exceptionThrown');
    const finished = program.finish();
    steps.push((await thrown).exceptionDetails.exception.description.split('\n')[0]);
    await finished;
    return steps;
  }),
  'live edit': () => debug(['--inspect-brk=0', write('edited.js', adding())], async (debuggee) => {
    const program = await Debugger.attach(await debuggee.url());
    await program.begin();
    const { Debugger: domain } = program.client;
    const { scriptId } = program.scripts.get('edited.js');
    const { scriptSource } = await domain.getScriptSource({ scriptId });
    const { status } = await domain.setScriptSource({ scriptId, scriptSource: scriptSource.replace('a + b', 'a * b * 100') });
    const { status: broken } = await domain.setScriptSource({ scriptId, scriptSource: 'function (' });
    await program.finish();
    return [status, broken];
  }),
  'profiles and a heap snapshot': () => debug(['--inspect-brk=0', write('profiled.js', '0')], async (debuggee) => {
    const program = await Debugger.attach(await debuggee.url());
    await program.begin();
    const { HeapProfiler, Profiler, Runtime } = program.client;
    await Promise.all([Profiler.enable(), HeapProfiler.enable()]);
    await Promise.all([Profiler.start(), HeapProfiler.startSampling({ samplingInterval: 1024 })]);
    await Runtime.evaluate({ expression: `
      function busy() { const kept = []; for (let i = 0; i < 2e4; i++) kept.push('x'.repeat(i % 100) + i); return kept; }
      globalThis.kept = busy(); globalThis.one = new (class Kept {})();` });
    const { profile } = await Profiler.stop();
    const { profile: heap } = await HeapProfiler.stopSampling();
    const find = (node, name) => node.callFrame.functionName === name || node.children.some((child) => find(child, name));
    const snapshot = await takeSnapshot(program.client);
    await program.finish();
    return [`busy: ${profile.nodes.some(({ callFrame }) => callFrame.functionName === 'busy')}`, `in the heap's: ${find(heap.head, 'busy')}`,
      snapshot.snapshot.meta.node_fields.join(), `Kept: ${snapshot.strings.includes('Kept')}`];
  }),
  'a worker': () => debug(['--inspect-brk=0', write('starts.js', `
    const { Worker } = require('worker_threads');
    new Worker('./worker.js').on('message', (value) => console.log(value));`)], async (debuggee) => {
    write('worker.js', 'let n = 20;\nfunction inWorker() {\n  return n + 1;\n}\nrequire("worker_threads").parentPort.postMessage(inWorker());\n');
    return attachToWorker(await Debugger.attach(await debuggee.url()));
  }),
  'a process that spins': () => debug(['--inspect-port=0', write('spins.js', `
    let on = true;
    function spin() {
      let turns = 0;
      while (on) {
        turns++;
      }
      return 'done';
    }
    process._rawDebug('spinning');
    console.log(spin());`)], async (debuggee) => {
    await debuggee.find(/spinning\n/);
    process.kill(debuggee.process.pid, 'SIGUSR1');
    const program = await Debugger.attach(await debuggee.url());
    const { Debugger: domain, Runtime } = program.client;
    await Promise.all([Runtime.enable(), domain.enable()]);
    const paused = program.next('Debugger.paused');
    const { locations: [location] } = await domain.setBreakpointByUrl({ urlRegex: 'spins\\.js$', lineNumber: 5, columnNumber: 0 });
    const { callFrames: [frame], hitBreakpoints } = await paused;
    const steps = [`set at ${location.lineNumber}:${location.columnNumber}`, `${hitBreakpoints.length} hit in ${frame.functionName}`,
      await program.evaluate(frame, 'turns > 0 && !(on = false)')];
    const ended = program.next('Runtime.executionContextDestroyed');
    await domain.disable();
    await ended;
    await program.client.close();
    return steps;
  }),
  'discovery': () => debug(['--inspect-brk=0', write('listed.js', '0')], async (debuggee) => {
    const url = await debuggee.url();
    const { hostname: host, port } = new URL(url);
    const { domains } = await CDP.Protocol({ host, port });
    const [target] = await CDP.List({ host, port });
    const { 'Protocol-Version': version } = await CDP.Version({ host, port });
    const client = await CDP({ host, port }); // it finds the target, and what it can, by itself
    await client.Runtime.runIfWaitingForDebugger();
    await client.close();
    const names = domains.map(({ domain }) => domain).filter((name) => /^(Console|Debugger|HeapProfiler|Profiler|Runtime)$/.test(name)).sort();
    return [`${names}`, target.type, path.basename(target.url), target.webSocketDebuggerUrl === url, version];
  }),
  "puppeteer's connection": () => debug(['--inspect-brk=0', write('connected.js', adding())], async (debuggee) => {
    const url = await debuggee.url();
    const puppeteer = await import('puppeteer-core');
    const here = path.dirname(require.resolve('puppeteer-core'));
    const { NodeWebSocketTransport } = require(path.join(here, 'node/NodeWebSocketTransport.js'));
    const connection = new puppeteer.Connection(url, await NodeWebSocketTransport.create(url));
    const paused = new Promise((resolve) => { connection.once('Debugger.paused', resolve); });
    for (const method of ['Runtime.enable', 'Debugger.enable', 'Runtime.runIfWaitingForDebugger']) await connection.send(method);
    const { reason, callFrames: [frame] } = await paused;
    const { result } = await connection.send('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression: 'typeof add + 6 * 7' });
    const ended = new Promise((resolve) => { connection.once('Runtime.executionContextDestroyed', resolve); });
    await connection.send('Debugger.resume');
    await ended;
    connection.dispose();
    return [`${reason} at ${frame.location.lineNumber}`, result.value];
  }),
});

async function takeSnapshot(client) {
  let text = '';
  client.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => { text += chunk; });
  await client.HeapProfiler.takeHeapSnapshot();
  return JSON.parse(text);
}

// As ndb did: the main thread's session carries the worker's.
async function attachToWorker(program) {
  const { client } = program;
  let sessionId;
  let lastId = 0;
  const answers = new Map();
  const pauses = [];
  client.on('NodeWorker.receivedMessageFromWorker', ({ message }) => {
    const { id, method, result, params } = JSON.parse(message);
    if (id) answers.get(id)(result);
    else if (method === 'Debugger.paused') pauses.shift()(params);
  });
  const send = (method, params = {}) => new Promise((resolve) => {
    answers.set(++lastId, resolve);
    client.send('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id: lastId, method, params }) });
  });
  const paused = () => new Promise((resolve) => { pauses.push(resolve); });
  await program.begin();
  await client.send('NodeWorker.enable', { waitForDebuggerOnStart: true });
  const attached = program.next('NodeWorker.attachedToWorker');
  const detached = program.next('NodeWorker.detachedFromWorker');
  const ended = program.next('Runtime.executionContextDestroyed');
  await client.send('Debugger.resume');
  const { workerInfo, waitingForDebugger, sessionId: given } = await attached;
  sessionId = given;
  const steps = [`${workerInfo.type} ${path.basename(workerInfo.url)}, waiting: ${waitingForDebugger}`];
  await send('Debugger.enable');
  await send('Debugger.setBreakpointByUrl', { urlRegex: 'worker\\.js$', lineNumber: 2, columnNumber: 0 });
  let pause = paused();
  await send('Runtime.runIfWaitingForDebugger');
  let { callFrames: [frame], reason } = await pause;
  if (frame.functionName !== 'inWorker') {
    steps.push(reason);
    pause = paused();
    await send('Debugger.resume');
    ({ callFrames: [frame] } = await pause);
  }
  const { result } = await send('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression: 'n *= 2' });
  steps.push(`${place(frame)}, n = ${result.value}`);
  await send('Debugger.resume');
  await detached;
  await ended;
  await client.close();
  return steps;
}
