'use strict';
// Worker: a thread with a JavaScript world of its own, seen from the thread that made it. What the two sides say to each
// other goes through a channel of its own ('control'), as arrays that begin with what they are; see child.js.

const { OwnMap } = require('intrinsics');
const EventEmitter = require('events');
const process = require('process_object');
const { nextTick } = require('ticks');
const path = require('path');
const native = binding('worker');
const { refuseInSnapshot } = require('v8/startup_snapshot');
const { messaging, transferListOf } = require('messaging');
const { MessageChannel, handleOf } = require('messaging/message_port');
const { forNewThread } = require('worker_threads/environment_data');
const { ParentStdio } = require('worker_threads/parent_stdio');
const asyncIds = require('async_ids');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_WORKER_INIT_FAILED, ERR_WORKER_INVALID_EXEC_ARGV, ERR_WORKER_NOT_RUNNING,
  ERR_WORKER_OUT_OF_MEMORY, ERR_WORKER_PATH, ERR_WORKER_UNSERIALIZABLE_ERROR,
} = require('errors');
const { validateArray, validateObject, validateString } = require('validators');

const started = require('diagnostics_channel').channel('worker_threads');

const kHooks = Symbol('what the thread of module hooks serves');

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

// As V8 sees it when nothing is asked for.
const DEFAULT_STACK_MB = 4;

/** What shall run: {kind, name, source}. @throws ERR_WORKER_PATH, ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE */
function programOf(filename, isEval) {
  if (isEval) {
    if (typeof filename !== 'string') {
      throw new ERR_INVALID_ARG_VALUE('options.eval', isEval, "must be false when 'filename' is not a string");
    }
    return { kind: 'eval', name: '[worker eval]', source: filename };
  }
  const { URL, fileURLToPath } = require('url');
  if (filename instanceof URL || (typeof filename === 'object' && filename?.href && filename.protocol)) {
    if (filename.protocol === 'data:') return { kind: 'url', name: `${filename}`, source: `${filename}` };
    return { kind: 'file', name: fileURLToPath(filename), source: undefined };
  }
  if (typeof filename !== 'string') throw new ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) {
    return { kind: 'file', name: path.resolve(filename), source: undefined };
  }
  throw new ERR_WORKER_PATH(filename);
}

/** @returns {string[]|null|undefined} names and values alternately; null: the same variables; undefined: a copy of them */
function environmentOf(env) {
  if (env === SHARE_ENV) return null;
  if (env === undefined || env === null) return undefined;
  if (typeof env !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], env);
  }
  return Object.entries(env).flatMap(([name, value]) => [name, `${value}`]);
}

/** The options in its NODE_OPTIONS, when it is given ones that are not its parent's. */
function nodeOptionsOf(env) {
  const given = env === SHARE_ENV ? undefined : env?.NODE_OPTIONS;
  return given === undefined || given === process.env.NODE_OPTIONS ? '' : `${given}`;
}

function checkOptions(execArgv, nodeOptions) {
  const wrong = native.checkOptions(execArgv ?? [], '');
  if (wrong.length > 0) throw new ERR_WORKER_INVALID_EXEC_ARGV(wrong);
  if (nodeOptions === '') return;
  const wrongInEnvironment = native.checkOptions([], nodeOptions);
  if (wrongInEnvironment.length > 0) {
    throw new ERR_WORKER_INVALID_EXEC_ARGV(wrongInEnvironment, 'invalid NODE_OPTIONS env variable');
  }
}

const SMALLEST_OLD_GENERATION_MB = 2;

// 0: not given, or nothing that could be a limit.
function limitOf(limits, name) {
  const value = limits?.[name];
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** [young, old, code range, stack] in MiB. */
function limitsOf(given) {
  const young = limitOf(given, 'maxYoungGenerationSizeMb');
  const asked = given?.maxOldGenerationSizeMb;
  const old = typeof asked === 'number' ? Math.max(asked, SMALLEST_OLD_GENERATION_MB) : 0;
  const code = limitOf(given, 'codeRangeSizeMb');
  const stack = limitOf(given, 'stackSizeMb') || DEFAULT_STACK_MB;
  const actual = native.resolveLimits(young, old, code);
  return [young || actual[0], old || actual[1], code || actual[2], stack];
}

function limitsObject([young, old, code, stack]) {
  return { maxYoungGenerationSizeMb: young, maxOldGenerationSizeMb: old, codeRangeSizeMb: code, stackSizeMb: stack };
}

function nameOf(options) {
  const { name } = options;
  if (name === undefined) return 'WorkerThread';
  validateString(name, 'options.name');
  return name.trim();
}

function argumentsOf(program, argv) {
  return program.kind === 'hooks' ? [] : [program.name, ...Array.from(argv ?? [], String)];
}

class Worker extends EventEmitter {
  #handle;
  #control;
  #port;
  #stdio;
  #limits;
  #name;
  #isOnline = false;
  #questions = new OwnMap(); // by number: what was asked of the thread
  #lastQuestion = 0;
  #pending = []; // what was asked before the thread was there
  #exitPromise = undefined;

  /**
   * @param {string|URL} filename an absolute path or one that begins with ./ or ../; with options.eval, a program
   * @param {{argv?: any[], env?: object|symbol, eval?: boolean, execArgv?: string[], stdin?: boolean, stdout?: boolean,
   *   stderr?: boolean, workerData?: any, trackUnmanagedFds?: boolean, transferList?: object[], resourceLimits?: object,
   *   name?: string}} [options]
   */
  constructor(filename, options = { __proto__: null }) {
    super();
    refuseInSnapshot('Creating workers');
    options ??= { __proto__: null };
    if (options.execArgv !== undefined && !Array.isArray(options.execArgv)) {
      throw new ERR_INVALID_ARG_TYPE('options.execArgv', 'Array', options.execArgv);
    }
    if (options.argv !== undefined && options.argv !== null) validateArray(options.argv, 'options.argv');
    const program = options[kHooks] ?? programOf(filename, options.eval);
    const env = environmentOf(options.env);
    this.#name = nameOf(options);
    const nodeOptions = nodeOptionsOf(options.env);
    if (options.execArgv || nodeOptions !== '') checkOptions(options.execArgv, nodeOptions);
    this.#limits = limitsOf(options.resourceLimits);
    this.#start(program, env, nodeOptions, options);
  }

  #start(program, env, nodeOptions, options) {
    this.#handle = new native.Worker(messaging);
    if (asyncIds.tracking.on) asyncIds.startResource(this.#handle, 'WORKER');
    const { port1: control, port2: theirControl } = new MessageChannel();
    const { port1: port, port2: theirPort } = new MessageChannel();
    this.#control = control;
    this.#port = port;
    this.#stdio = new ParentStdio(control, options);
    const transfer = [theirControl, theirPort];
    const { transferList } = options;
    const given = []; // what is no list has no length
    for (let i = 0; i < transferList?.length; i++) given.push(transferList[i]);
    transfer.push(...transferListOf(given, '') ?? []);
    const error = this.#handle.start({
      data: {
        program,
        control: theirControl,
        port: theirPort,
        workerData: options.workerData,
        environmentData: forNewThread(),
        limits: limitsObject(this.#limits),
        hasStdin: Boolean(options.stdin),
        hasOwnOptions: options.execArgv !== undefined,
        tracksDescriptors: options.trackUnmanagedFds !== false,
      },
      transfer,
      name: this.#name,
      url: program.kind === 'eval' ? '' : program.name,
      argv: [process.execPath, ...argumentsOf(program, options.argv)],
      execArgv: options.execArgv?.map(String),
      nodeOptions,
      env,
      limits: this.#limits,
    }, () => this.#drain(), (code, outOfMemory, initError) => this.#onExit(code, outOfMemory, initError));
    if (error !== 0) throw new ERR_WORKER_INIT_FAILED(require('errors/system').errname(error));
    require('report/workers').running.add(this.#handle);
    this.#listen();
    if (program.kind === 'hooks') return;
    if (started.hasSubscribers) started.publish({ worker: this });
    nextTick(() => process.emit('worker', this));
  }

  #listen() {
    this.#control.on('message', (message) => this.#onControl(message));
    this.#control.unref();
    this.#port.on('message', (message) => this.emit('message', message));
    this.#port.on('messageerror', (error) => this.emit('messageerror', error));
    this.#pausePort();
    // Messages wait in the port until it has listeners, and keep the loop alive while it has.
    this.on('newListener', (name) => {
      if (name !== 'message' || this.listenerCount('message') > 0 || this.#handle === null) return;
      this.#port.ref();
      this.#port.start();
    });
    this.on('removeListener', (name) => {
      if (name === 'message' && this.listenerCount('message') === 0) this.#pausePort();
    });
  }

  #pausePort() {
    this.#port.unref();
    handleOf(this.#port).stop();
  }

  #onControl([type, ...rest]) {
    switch (type) {
      case 'online':
        this.#isOnline = true;
        for (const question of this.#pending.splice(0)) this.#handle.ask(question);
        return this.emit('online');
      case 'error': return this.emit('error', require('worker_threads/error_transfer').revive(rest[0]));
      case 'unserializable': return this.emit('error', new ERR_WORKER_UNSERIALIZABLE_ERROR());
      case 'answer': return this.#onAnswer(...rest);
      default: return this.#stdio.receive(type, rest);
    }
  }

  #onExit(code, outOfMemory, initError) {
    this.#control.close();
    this.#port.close();
    const handle = this.#handle;
    this.#handle = null;
    require('report/workers').running.delete(handle);
    this.#stdio.end();
    for (const { reject } of this.#questions.values()) reject(new ERR_WORKER_NOT_RUNNING());
    this.#questions.clear();
    try {
      if (outOfMemory) this.emit('error', new ERR_WORKER_OUT_OF_MEMORY('JS heap out of memory'));
      if (initError) this.emit('error', new ERR_WORKER_INIT_FAILED(require('errors/system').errname(initError)));
    } finally {
      this.emit('exit', code);
      if (asyncIds.tracking.on) asyncIds.destroyResource(handle);
    }
  }

  // What the thread said before it ended arrives before 'exit'.
  #drain() {
    handleOf(this.#port).drain();
    handleOf(this.#control).drain();
  }

  // --- Talking to it. ---

  /** Sends a copy of `value` to the thread, where it comes as parentPort's 'message'. */
  postMessage(...args) {
    if (this.#handle === null) return;
    this.#port.postMessage(...args);
  }

  /**
   * Ends the thread as soon as possible, whatever it does.
   * @returns {Promise<number|undefined>} the exit code; undefined when it had ended before
   */
  terminate(callback) {
    this.ref();
    if (typeof callback === 'function') {
      process.emitWarning('Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.',
                          'DeprecationWarning', 'DEP0132');
      if (this.#handle === null) return Promise.resolve();
      this.once('exit', (code) => callback(null, code));
    }
    if (this.#handle === null) return Promise.resolve();
    this.#handle.terminate();
    this.#exitPromise ??= new Promise((resolve) => this.once('exit', resolve));
    return this.#exitPromise;
  }

  async [Symbol.asyncDispose]() {
    await this.terminate();
  }

  /** Keep this thread's loop alive until the other has ended, as is so from the start. */
  ref() {
    if (this.#handle === null) return;
    this.#handle.ref();
    this.#port.ref();
  }

  unref() {
    if (this.#handle === null) return;
    this.#handle.unref();
    this.#port.unref();
  }

  // --- What it is. ---

  /** -1 after its end. */
  get threadId() {
    return this.#handle === null ? -1 : this.#handle.id();
  }

  /** null after its end. */
  get threadName() {
    return this.#handle === null ? null : this.#name;
  }

  get stdin() {
    return this.#stdio.stdin;
  }

  get stdout() {
    return this.#stdio.stdout;
  }

  get stderr() {
    return this.#stdio.stderr;
  }

  /** In MiB; {} after its end. */
  get resourceLimits() {
    return this.#handle === null ? {} : limitsObject(this.#limits);
  }

  // --- Asking it. ---

  #ask(what, ...details) {
    if (this.#handle === null) return Promise.reject(new ERR_WORKER_NOT_RUNNING());
    const number = ++this.#lastQuestion;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#questions.set(number, { resolve, reject });
    const question = [number, what, ...details];
    if (this.#isOnline) this.#handle.ask(question);
    else this.#pending.push(question);
    return promise;
  }

  #onAnswer(number, failed, value) {
    const question = this.#questions.get(number);
    this.#questions.delete(number);
    if (failed) question?.reject(require('worker_threads/error_transfer').revive(value));
    else question?.resolve(value);
  }

  /** @returns {Promise<Readable>} a snapshot of the thread's heap, as JSON */
  getHeapSnapshot(options) {
    const flags = require('v8/heap_snapshot').checkOptions(options);
    return this.#ask('heapSnapshot', flags).then((chunks) => {
      const { HeapSnapshotStream } = require('v8/heap_snapshot');
      const snapshot = new HeapSnapshotStream(null); // all is there: one read() gives it
      for (const chunk of chunks) snapshot.push(chunk);
      snapshot.push(null);
      return snapshot;
    });
  }

  /** @returns {Promise<object>} as v8.getHeapStatistics(), but that does_zap_garbage is a boolean, as on Node */
  getHeapStatistics() {
    return this.#ask('heapStatistics').then((numbers) => {
      numbers.does_zap_garbage = Boolean(numbers.does_zap_garbage);
      return numbers;
    });
  }

  /** @returns {Promise<{user: number, system: number}>} microseconds, in all or since `prev` */
  cpuUsage(prev) {
    if (prev) {
      validateObject(prev, 'prev');
      const { validateNumber } = require('validators');
      for (const field of ['user', 'system']) {
        validateNumber(prev[field], `prev.${field}`, 0, Number.MAX_SAFE_INTEGER);
      }
    }
    return this.#ask('cpuUsage').then((now) => (
      prev ? { user: now.user - prev.user, system: now.system - prev.system } : now));
  }

  /** @returns {Promise<{stop(): Promise<string>}>} stop() gives the profile as JSON */
  async startCpuProfile() {
    return this.#startProfile('CpuProfile');
  }

  /** As startCpuProfile(), of what the heap's memory was allocated for. */
  async startHeapProfile() {
    return this.#startProfile('HeapProfile');
  }

  async #startProfile(kind) {
    const id = await this.#ask(`start${kind}`);
    let result;
    const stop = () => result ??= this.#ask(`stop${kind}`, id);
    return { stop, [Symbol.asyncDispose]: async () => { await stop(); } };
  }

  /** Of the thread's loop: how busy it is. */
  performance = {
    eventLoopUtilization: (util1, util2) => {
      const { utilizationOf } = require('perf_hooks/node_timing');
      if (this.#handle === null) return { idle: 0, active: 0, utilization: 0 };
      return utilizationOf(...this.#handle.loopTimes(), util1, util2);
    },
  };
}

/**
 * The thread of module.register()'s hooks, see module/hooks_worker.js: `source` is what that gets. Programs do not hear of
 * this worker.
 */
function startHooksWorker(source, transferList) {
  return new Worker('', { [kHooks]: { kind: 'hooks', name: '', source }, transferList });
}

module.exports = { Worker, SHARE_ENV, startHooksWorker };
