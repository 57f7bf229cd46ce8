'use strict';
// Writes random programs about the order in which callbacks run: generate.js --seed 1 --count 10 --out DIR [--without esm,streams]
//
// A program is a chain of stages. A stage starts tasks of many kinds, which start tasks, and so on; when all of them are
// done (they are counted), the next stage begins, from a timer, an immediate or an I/O callback. Ticks, promise jobs and
// events are in every stage: their order is fixed. What waits for the loop is of one class in each stage, chosen so that
// Node's rules fix its order on any machine under any load (see CLASSES); a program that cannot be sure of that, because
// the machine stopped it at the wrong moment, ends with exit code 75 and is run again. The trace is printed at exit.

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const FEATURES = ['als', 'esm', 'events', 'fs', 'promises', 'rejections', 'streams', 'throws', 'timers-promises'];

// What a stage may have waiting for the loop, how deep such tasks may start others, and whether an error may be thrown
// where ticks could be left over (they then run with the next callback, whichever that is: fixed only if it is fixed).
const CLASSES = {
  // Nothing but ticks and jobs.
  none: { loop: [], nested: false, throws: true },
  // Immediates: first in, first out, and those started by immediates in the next turn.
  immediates: { loop: ['immediate'], nested: true, throws: true },
  // Timers of one duration: first in, first out.
  timers: { loop: ['timeout', 'interval'], nested: true, throws: false },
  // Timers none of which is shorter than one that is already waiting: they end in the order in which they began.
  rising: { loop: ['rising'], nested: true, throws: false },
  // Timers of durations far apart, all started at once: shortest first.
  apart: { loop: [], nested: false, throws: false },
  // One operation on a file at a time.
  files: { loop: [], nested: false, throws: false, needs: 'fs' },
  // Started from an I/O callback: immediates run before timers.
  poll: { loop: ['immediate', 'timeout'], nested: false, throws: false, needs: 'fs' },
};

class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
    for (let i = 0; i < 4; i++) this.next();
  }

  // mulberry32: 32 bits of state, enough here.
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  below(n) { return this.next() % n; }
  between(low, high) { return low + this.below(high - low + 1); }
  chance(percent) { return this.below(100) < percent; }
  pick(list) { return list[this.below(list.length)]; }

  shuffle(list) {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }

  // One key of an object whose values are weights.
  weighted(weights) {
    const entries = Object.entries(weights).filter(([, weight]) => weight > 0);
    let at = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [key, weight] of entries) {
      at -= weight;
      if (at < 0) return key;
    }
    throw new Error('unreachable');
  }
}

// What every program begins with. `begin` and `done` count the tasks of a stage.
const PRELUDE = `
const trace = [];
let pending = 0;
let afterStage = null;
const handles = new Map();
const names = new WeakMap();

function log(text) {
  const store = als.getStore();
  trace.push(store === undefined ? text : text + ' [' + store + ']');
}
function begin() { pending++; }
function done() {
  if (--pending === 0 && afterStage) {
    const next = afterStage;
    afterStage = null;
    next();
  }
}
function name(promise, text) { names.set(promise, text); return promise; }
function say(value) { return value instanceof Error ? (value.code || value.name) + ' ' + value.message : String(value); }
// Stop a handle that may be waiting; its task then counts as done.
function stop(id, clear) {
  const handle = handles.get(id);
  if (handle === undefined) return;
  handles.delete(id);
  log('stop ' + id);
  clear(handle);
  done();
}
let longest = 1;
function rise(by) { return longest += by; }
// The order of timers that are set one after the other is sure only if the machine did not hold us up in between.
function checkPace(since, limit) {
  if (performance.now() - since > limit) { trace.length = 0; process.exit(75); }
}

process.on('uncaughtException', (error, origin) => log('uncaught ' + say(error) + ' ' + origin));
process.on('exit', (code) => {
  log('exit ' + code);
  if (trace.length > 1) console.log(trace.join('\\n'));
});
`;

class Program {
  #random;
  #lines = [];
  #indent = 0;
  #lastId = 0;
  #budget = 0;      // tasks this stage may still start
  #features;
  #class = null;    // the stage's entry of CLASSES
  #duration = '1';  // of the timers of a stage of class 'timers'
  #inListener = 0;  // events below this number may not be emitted: listeners only emit later ones
  #stoppable = [];  // [id, 'clearTimeout' | 'clearImmediate'] of this stage

  constructor(seed, features) {
    this.seed = seed;
    this.#random = new Random(seed);
    this.#features = features;
    this.isModule = features.has('esm') && this.#random.chance(20);
  }

  get source() { return this.#lines.join('\n') + '\n'; }

  // --- writing ---------------------------------------------------------------------------------------------------------
  #line(text) { this.#lines.push('  '.repeat(this.#indent) + text); }
  #id() { return ++this.#lastId; }

  #block(open, close, inside) {
    this.#line(open);
    this.#indent++;
    inside();
    this.#indent--;
    this.#line(close);
  }

  // A callback's body: what it logs, what it starts, and that it is done. `throws`: it ends in an error.
  #taskBody(label, context, throws = false) {
    this.#line(`log('${label}');`);
    this.#statements(context);
    this.#line('done();');
    if (throws) this.#line(`throw new Error('thrown by ${label}');`);
  }

  #mayThrow() {
    return this.#class.throws && this.#features.has('throws') && this.#random.chance(12);
  }

  // --- the program -------------------------------------------------------------------------------------------------------
  write() {
    const random = this.#random;
    this.#line(`// seed ${this.seed}`);
    this.#imports();
    this.#lines.push(...PRELUDE.trim().split('\n'));
    if (this.#features.has('rejections') && random.chance(80)) {
      this.#line("process.on('unhandledRejection', (reason, promise) => log('unhandled ' + say(reason) + ' ' + names.get(promise)));");
      this.#line("process.on('rejectionHandled', (promise) => log('handled late ' + names.get(promise)));");
    }
    this.#line("process.on('warning', (warning) => log('warning ' + warning.name));");
    const stages = this.#chooseStages();
    stages.forEach((key, i) => this.#stage(i + 1, key, stages[i + 1]));
    this.#ending();
    this.#line('stage1();');
    if (!this.isModule && this.#features.has('throws') && CLASSES[stages[0]].throws && random.chance(10)) {
      this.#line("throw new Error('thrown by the main script');");
    }
    return this;
  }

  // Only what the features need, so that a runtime which lacks some can run the others.
  #imports() {
    const parts = [
      ['events', '{ EventEmitter, once, on }', 'node:events'],
      ['als', '{ AsyncLocalStorage }', 'node:async_hooks'],
      ['fs', 'fs', 'node:fs'],
      ['timers-promises', 'timersPromises', 'node:timers/promises'],
      ['streams', '{ Readable, Writable, Transform, PassThrough, pipeline, finished }', 'node:stream'],
    ];
    for (const [feature, what, from] of parts) {
      if (!this.#features.has(feature)) continue;
      this.#line(this.isModule ? `import ${what} from '${from}';` : `const ${what} = require('${from}');`);
    }
    this.#line(this.isModule ? 'const here = import.meta.filename;' : 'const here = __filename;');
    this.#line(`const als = ${this.#features.has('als') ? 'new AsyncLocalStorage()' : '{ getStore() {} }'};`);
  }

  // The classes of the program's stages. The main script is no I/O callback, so the first is not 'poll'.
  #chooseStages() {
    const possible = Object.keys(CLASSES).filter((key) => !CLASSES[key].needs || this.#features.has(CLASSES[key].needs));
    const first = this.#random.pick(possible.filter((key) => key !== 'poll'));
    const more = this.#random.pick([0, 0, 1, 1, 2, 3, 5]);
    return [first, ...Array.from({ length: more }, () => this.#random.pick(possible))];
  }

  #stage(number, key, nextKey) {
    const random = this.#random;
    this.#class = CLASSES[key];
    this.#duration = random.pick(['1', '1', '2', '3']);
    this.#stoppable = [];
    this.#block(`function stage${number}() {`, '}', () => {
      this.#line(`log('stage ${number} ${key}');`);
      this.#line('longest = 1;');
      this.#line('begin();');
      if (nextKey) this.#line(`afterStage = () => ${this.#entry(`stage${number + 1}`, nextKey)};`);
      if (this.#features.has('events')) this.#listeners();
      this.#budget = random.pick([3, 6, 12, 25, 40]);
      if (key === 'apart') this.#timersApart();
      if (key === 'files') this.#fileChain();
      this.#statements({ loop: true, depth: 0 });
      this.#line('done();');
    });
  }

  // How the next stage is called. One that has immediates and timers must be called from the poll phase. Where an error
  // may leave ticks or rejections for the next callback, that is an immediate, so that it is sure to come first.
  #entry(callback, key) {
    const hasFiles = this.#features.has('fs');
    const byFile = `fs.stat(here, () => ${callback}())`;
    if (this.#class.throws) return key === 'poll' ? `setImmediate(() => ${byFile})` : `setImmediate(${callback})`;
    if (key === 'poll') return byFile;
    return this.#random.pick([`setImmediate(${callback})`, `setTimeout(${callback}, 1)`, ...(hasFiles ? [byFile] : [])]);
  }

  #ending() {
    const random = this.#random;
    switch (random.below(7)) {
      case 0:
        this.#line(`process.exitCode = ${random.between(1, 70)};`);
        break;
      case 1:
        this.#line(`process.on('exit', () => { process.exitCode = ${random.between(1, 70)}; });`);
        break;
      case 2:
        this.#line("process.once('beforeExit', (code) => { log('beforeExit ' + code); process.nextTick(log, 'tick of beforeExit'); });");
        break;
      case 3:
        this.#line("process.once('beforeExit', (code) => { log('beforeExit ' + code); setImmediate(log, 'immediate of beforeExit'); });");
        break;
      case 4:
        if (!this.#features.has('throws')) break;
        this.#block("process.once('beforeExit', () => {", '});', () => {
          this.#line("process.removeAllListeners('uncaughtException');");
          this.#line("process.nextTick(() => { throw new Error('nobody catches this'); });");
          this.#line("setImmediate(log, 'never');");
        });
        break;
      case 5:
        this.#line(`setTimeout(() => log('never'), 1e6).unref();`);
        break;
    }
  }

  // --- statements --------------------------------------------------------------------------------------------------------
  // context.loop: tasks for the loop may be started here. context.awaits: we are in an async function.
  #statements(context) {
    if (context.depth > 6) return;
    const count = context.depth === 0 ? this.#random.between(2, 7) : this.#random.pick([0, 0, 1, 1, 2, 3]);
    for (let i = 0; i < count && this.#budget > 0; i++) {
      this.#budget--;
      this.#statement({ ...context, depth: context.depth + 1 });
    }
  }

  #statement(context) {
    const has = (feature, weight) => this.#features.has(feature) ? weight : 0;
    const kind = this.#random.weighted({
      tick: 14,
      microtask: 8,
      loop: context.loop && this.#class.loop.length ? 16 : 0,
      then: has('promises', 8),
      asyncFunction: has('promises', 8),
      asyncGenerator: has('promises', 3),
      combinator: has('promises', 3),
      thenable: has('promises', 2),
      await: context.awaits ? 20 : 0,
      rejection: has('rejections', 6),
      emit: has('events', 6),
      once: has('events', 2),
      onIterator: has('events', 1),
      eventTarget: has('events', 1),
      als: has('als', 5),
      stop: this.#stoppable.length ? 4 : 0,
      timerPromise: context.loop && this.#class.loop.length ? has('timers-promises', 4) : 0,
      stream: has('streams', 4),
      warning: 1,
    });
    this[`_${kind}`](context);
  }

  // Inside a task of the loop, whether it may start tasks of the loop again.
  #inLoopTask(context) { return { ...context, loop: context.loop && this.#class.nested, awaits: false }; }
  #inJob(context) { return { ...context, awaits: false }; }

  _tick(context) {
    const id = this.#id();
    const args = this.#random.chance(20) ? ["'a'", '2', 'null'].slice(0, this.#random.between(1, 3)) : [];
    this.#line('begin();');
    this.#block('process.nextTick((...args) => {', `}${args.map((arg) => `, ${arg}`).join('')});`, () => {
      if (args.length) this.#line(`log('arguments ' + args.join());`);
      this.#taskBody(`tick ${id}`, this.#inJob(context), this.#mayThrow());
    });
  }

  _microtask(context) {
    const id = this.#id();
    this.#line('begin();');
    const throws = this.#mayThrow();
    // On Node a promise job without a store behind a microtask that threw gets that one's: so it has none.
    const [open, close] = throws && this.#features.has('als') ? ['als.exit(() => queueMicrotask(() => {', '}));'] : ['queueMicrotask(() => {', '});'];
    this.#block(open, close, () => this.#taskBody(`microtask ${id}`, this.#inJob(context), throws));
  }

  _loop(context) {
    const kind = this.#random.pick(this.#class.loop);
    if (kind === 'immediate') this.#immediate(context);
    else if (kind === 'interval' && this.#random.chance(30)) this.#interval(context);
    else this.#timeout(context, kind === 'rising' ? `rise(${this.#random.pick([0, 0, 1, 2])})` : this.#oneDuration());
  }

  // The same duration, in the ways in which it can be said.
  #oneDuration() {
    return this.#duration === '1' ? this.#random.pick(['0', '1', '1', "'1'", '1.7', 'undefined', 'NaN']) : this.#duration;
  }

  #started(id, clear) {
    if (this.#random.chance(15)) this.#line(`handles.get(${id}).unref().ref();`);
    if (this.#random.chance(40)) this.#stoppable.push([id, clear]);
  }

  #immediate(context) {
    const id = this.#id();
    this.#line('begin();');
    this.#block(`handles.set(${id}, setImmediate(() => {`, '}));', () => {
      this.#line(`handles.delete(${id});`);
      this.#taskBody(`immediate ${id}`, this.#inLoopTask(context), this.#mayThrow());
    });
    this.#started(id, 'clearImmediate');
  }

  #timeout(context, duration) {
    const id = this.#id();
    this.#line('begin();');
    this.#block(`handles.set(${id}, setTimeout(() => {`, `}, ${duration}));`, () => {
      this.#line(`handles.delete(${id});`);
      // An error in a timer is sure to change no order if nothing else was started there.
      if (this.#features.has('throws') && this.#random.chance(8)) {
        this.#line(`log('timeout ${id}');`);
        this.#line('done();');
        this.#line(`throw new Error('thrown by timeout ${id}');`);
      } else {
        this.#taskBody(`timeout ${id}`, this.#inLoopTask(context));
      }
    });
    if (this.#class === CLASSES.timers && this.#random.chance(10)) this.#line(`handles.get(${id}).refresh();`);
    this.#started(id, 'clearTimeout');
  }

  #interval(context) {
    const id = this.#id();
    const times = this.#random.between(1, 4);
    this.#line('begin();');
    this.#block('{', '}', () => {
      this.#line('let times = 0;');
      this.#block('const interval = setInterval(() => {', `}, ${this.#oneDuration()});`, () => {
        this.#line(`log('interval ${id} ' + ++times);`);
        this.#statements(this.#inLoopTask({ ...context, depth: context.depth + 2 }));
        this.#line(`if (times === ${times}) { clearInterval(interval); done(); }`);
      });
    });
  }

  _stop() {
    const [id, clear] = this.#random.pick(this.#stoppable);
    this.#line(`stop(${id}, ${clear});`);
  }

  // --- promises ------------------------------------------------------------------------------------------------------------
  _then(context) {
    const id = this.#id();
    const start = this.#random.pick([
      'Promise.resolve(1)', 'Promise.resolve(Promise.resolve(2))', 'new Promise((resolve) => resolve(3))',
      'Promise.resolve().then(() => Promise.resolve(4))', "Promise.reject(new Error('5')).catch((error) => error.message)",
      'Promise.resolve(6).finally(() => {})', 'new Promise((resolve) => process.nextTick(resolve, 7))',
    ]);
    this.#line('begin();');
    this.#block(`${start}.then((value) => {`, '});', () => {
      this.#line(`log('value ' + value);`);
      this.#taskBody(`then ${id}`, this.#inJob(context));
    });
  }

  _asyncFunction(context) {
    const id = this.#id();
    this.#line('begin();');
    this.#block('(async () => {', '})();', () => {
      this.#line(`log('async ${id} begins');`);
      this.#statements({ ...context, awaits: true });
      this._await(context);
      this.#statements({ ...context, awaits: true });
      this.#line(`log('async ${id} ends');`);
      this.#line('done();');
    });
  }

  _await() {
    const id = this.#id();
    const what = this.#random.pick([
      'null', 'Promise.resolve(1)', 'new Promise((resolve) => process.nextTick(resolve, 2))',
      'new Promise((resolve) => queueMicrotask(() => resolve(3)))', '{ then(resolve) { resolve(4); } }',
      '(async () => { await null; return 5; })()', 'Promise.all([1, Promise.resolve(2)])',
      'new Promise((resolve) => process.nextTick(() => process.nextTick(resolve, 7)))',
    ]);
    if (this.#random.chance(15)) {
      this.#line(`try { await Promise.reject(new Error('awaited ${id}')); } catch (error) { log('caught ' + error.message); }`);
    } else {
      this.#line(`log('awaited ${id} ' + await ${what});`);
    }
  }

  _asyncGenerator(context) {
    const id = this.#id();
    const values = this.#random.between(1, 3);
    this.#line('begin();');
    this.#block('(async () => {', '})();', () => {
      this.#block('async function* generate() {', '}', () => {
        this.#block('try {', `} finally { log('generator ${id} ends'); }`, () => {
          for (let i = 1; i <= values; i++) {
            this.#line(`yield ${this.#random.pick([`${i}`, `Promise.resolve(${i})`, `await ${i}`])};`);
            if (i < values && this.#random.chance(40)) this.#statements(this.#inJob({ ...context, depth: context.depth + 2 }));
          }
        });
      });
      this.#block('for await (const value of generate()) {', '}', () => {
        this.#line(`log('generator ${id} gave ' + value);`);
        if (this.#random.chance(20)) this.#line('if (value === 2) break;');
      });
      this.#line('done();');
    });
  }

  _combinator() {
    const id = this.#id();
    const parts = [
      'Promise.resolve(1)', '2', 'new Promise((resolve) => process.nextTick(resolve, 3))', "Promise.reject(new Error('4'))",
      'new Promise((resolve, reject) => queueMicrotask(() => reject(new Error("5"))))', '(async () => { await null; return 6; })()',
    ];
    const some = this.#random.shuffle(parts).slice(0, this.#random.between(1, 4));
    const how = this.#random.pick(['all', 'allSettled', 'any', 'race']);
    this.#line('begin();');
    this.#line(`Promise.${how}([${some.join(', ')}])`);
    this.#line(`  .then((value) => log('${how} ${id} ' + JSON.stringify(value)), (error) => log('${how} ${id} rejects: ' + error.message))`);
    this.#line('  .finally(done);');
  }

  _thenable(context) {
    const id = this.#id();
    this.#line('begin();');
    this.#block('Promise.resolve({', '});', () => {
      this.#block('then(resolve) {', '},', () => {
        this.#line('resolve();');
        this.#taskBody(`thenable ${id}`, this.#inJob(context));
      });
    });
  }

  _rejection(context) {
    const id = this.#id();
    const error = `new Error('rejected ${id}')`;
    const start = this.#random.pick([
      `Promise.reject(${error})`, `(async () => { await null; throw ${error}; })()`,
      `new Promise((_, reject) => process.nextTick(reject, ${error}))`, `Promise.resolve().then(() => { throw ${error}; })`,
    ]);
    const handled = this.#random.pick(['at once', 'tick', 'microtask', 'loop', 'never', 'never']);
    const attach = `rejected.catch((error) => log('caught ' + error.message))`;
    this.#block('{', '}', () => {
      this.#line(`const rejected = name(${start}, 'promise ${id}');`);
      if (handled === 'at once') this.#line(`${attach};`);
      if (handled === 'tick') this.#line(`begin(); process.nextTick(() => { log('attach ${id}'); ${attach}; done(); });`);
      if (handled === 'microtask') this.#line(`begin(); queueMicrotask(() => { log('attach ${id}'); ${attach}; done(); });`);
      if (handled === 'loop' && context.loop && this.#class === CLASSES.immediates) {
        this.#line(`begin(); setImmediate(() => { log('attach ${id}'); ${attach}; done(); });`);
      }
    });
  }

  // --- events --------------------------------------------------------------------------------------------------------------
  #listeners() {
    this.#line('const emitter = new EventEmitter();');
    for (let event = 0; event < 3; event++) {
      for (let count = this.#random.below(4); count > 0; count--) {
        const id = this.#id();
        this.#budget = this.#random.pick([0, 0, 1, 2]);
        const how = this.#random.pick(['on', 'on', 'once', 'prependListener', 'prependOnceListener']);
        this.#block(`emitter.${how}('event${event}', function listener${id}(...args) {`, '});', () => {
          this.#line(`log('listener ${id} ' + args.join());`);
          if (this.#random.chance(15)) this.#line(`emitter.off('event${event}', listener${id});`);
          this.#inListener = event + 1;
          this.#statements({ loop: false, depth: 3, awaits: false });
        });
      }
    }
    this.#inListener = 0;
  }

  _emit() {
    if (this.#inListener > 2) return;
    const event = this.#random.between(this.#inListener, 2);
    const args = ['1', "'b'", 'undefined', '[3]', '5'].slice(0, this.#random.below(6));
    this.#line(`log('emit ' + emitter.emit('event${event}'${args.map((arg) => `, ${arg}`).join('')}));`);
  }

  _once() {
    const id = this.#id();
    this.#line('begin();');
    this.#line(`once(emitter, 'once${id}').then(([value]) => { log('once ${id} ' + value); done(); });`);
    this.#line(`process.nextTick(() => emitter.emit('once${id}', ${id}));`);
  }

  _onIterator() {
    const id = this.#id();
    this.#line('begin();');
    this.#block('(async () => {', '})();', () => {
      this.#line('let seen = 0;');
      this.#block(`for await (const [value] of on(emitter, 'on${id}')) {`, '}', () => {
        this.#line(`log('on ${id} ' + value);`);
        this.#line('if (++seen === 3) break;');
      });
      this.#line('done();');
    });
    this.#line(`for (let i = 0; i < 2; i++) emitter.emit('on${id}', i);`);
    this.#line(`process.nextTick(() => emitter.emit('on${id}', 'last'));`);
  }

  _eventTarget() {
    const id = this.#id();
    this.#block('{', '}', () => {
      this.#line('const controller = new AbortController();');
      this.#line(`controller.signal.addEventListener('abort', () => log('abort ${id} ' + controller.signal.reason.name));`);
      this.#line('begin();');
      this.#line(`process.nextTick(() => { controller.abort(); log('aborted ${id}'); done(); });`);
    });
  }

  // --- async context --------------------------------------------------------------------------------------------------------
  _als(context) {
    const id = this.#id();
    const inside = () => {
      this.#line(`log('context ${id}');`);
      this.#statements({ ...context, awaits: false });
    };
    switch (this.#random.below(6)) {
      case 0: case 1: case 2:
        return this.#block(`als.run('store ${id}', () => {`, '});', inside);
      case 3:
        return this.#block('als.exit(() => {', '});', inside);
      case 4:
        this.#line('begin();');
        return this.#block('process.nextTick(AsyncLocalStorage.bind(() => {', '}));', () => { inside(); this.#line('done();'); });
      case 5:
        this.#line(`{ const inSnapshot = AsyncLocalStorage.snapshot(); begin();`);
        this.#line(`  queueMicrotask(() => als.run('other ${id}', () => { inSnapshot(log, 'snapshot ${id}'); log('other ${id}'); done(); })); }`);
    }
  }

  // --- timers/promises ------------------------------------------------------------------------------------------------------
  _timerPromise() {
    const id = this.#id();
    const call = {
      immediate: `timersPromises.setImmediate(${id})`,
      timeout: `timersPromises.setTimeout(${this.#duration}, ${id})`,
      rising: `timersPromises.setTimeout(rise(0), ${id})`,
    }[this.#class.loop[0]];
    this.#line('begin();');
    if (this.#random.chance(15)) {
      this.#block('{', '}', () => {
        this.#line('const controller = new AbortController();');
        this.#line(`${call.replace(/\)$/, ', { signal: controller.signal })')}.catch((error) => { log('timer promise ${id} ' + error.code); done(); });`);
        this.#line('process.nextTick(() => controller.abort());');
      });
    } else {
      this.#line(`${call}.then((value) => { log('timer promise ' + value); done(); });`);
    }
  }

  // --- streams --------------------------------------------------------------------------------------------------------------
  _stream() {
    const id = this.#id();
    this.#line('begin();');
    this.#block('{', '}', () => this.#random.pick([
      this.#readableFrom, this.#passThrough, this.#pipeline, this.#pushed, this.#writable, this.#destroyed,
    ]).call(this, id));
  }

  #readableFrom(id) {
    this.#block('(async () => {', '})();', () => {
      this.#line(`for await (const chunk of Readable.from(['a', 'b', 'c'])) { log('chunk ${id} ' + chunk); ${this.#random.pick(['', 'await null;', "if (chunk === 'b') break;"])} }`);
      this.#line('done();');
    });
  }

  #streamEvents(id, stream, events) {
    for (const event of events) this.#line(`${stream}.on('${event}', () => log('${event} ${id}'));`);
  }

  #passThrough(id) {
    this.#line(`const stream = new PassThrough({ highWaterMark: ${this.#random.pick([1, 2, 4, 100])} });`);
    this.#streamEvents(id, 'stream', this.#random.shuffle(['end', 'finish', 'drain', 'prefinish', 'resume']));
    this.#line(`stream.on('close', () => { log('close ${id}'); done(); });`);
    this.#line(`stream.on('data', (chunk) => log('data ${id} ' + chunk));`);
    for (let i = this.#random.between(1, 4); i > 0; i--) this.#line(`log('write ${id} ' + stream.write('${'x'.repeat(i)}', () => log('written ${id} ${i}')));`);
    this.#line(this.#random.pick(['stream.end();', "stream.end('last');", 'process.nextTick(() => stream.end());', 'queueMicrotask(() => stream.end());']));
  }

  #pipeline(id) {
    this.#line(`const upper = new Transform({ ${this.#random.pick(['highWaterMark: 1, ', ''])}transform(chunk, encoding, callback) { ${this.#random.pick([
      'callback(null, String(chunk).toUpperCase());', 'process.nextTick(callback, null, String(chunk) + 1);', 'queueMicrotask(() => callback(null, chunk));'])} } });`);
    this.#line(`const sink = new Writable({ write(chunk, encoding, callback) { log('sink ${id} ' + chunk); ${this.#random.pick(['callback();', 'process.nextTick(callback);'])} } });`);
    this.#line(`pipeline(Readable.from(['a', 'b', 'c']), upper, sink, (error) => { log('pipeline ${id} ' + error); done(); });`);
  }

  #pushed(id) {
    this.#line(`let left = ${this.#random.between(1, 4)};`);
    this.#line(`const stream = new Readable({ highWaterMark: ${this.#random.pick([1, 3, 64])}, read() { log('read ${id}'); ${this.#random.pick([
      "this.push(left-- > 0 ? 'p' : null);", "process.nextTick(() => this.push(left-- > 0 ? 'p' : null));"])} } });`);
    if (this.#random.chance(50)) this.#line(`stream.on('data', (chunk) => log('data ${id} ' + chunk));`);
    else this.#line(`stream.on('readable', () => { let chunk; while ((chunk = stream.read()) !== null) log('readable ${id} ' + chunk); });`);
    this.#streamEvents(id, 'stream', ['end']);
    this.#line(`finished(stream, (error) => { log('finished ${id} ' + error); done(); });`);
  }

  #writable(id) {
    this.#line(`const stream = new Writable({ highWaterMark: ${this.#random.pick([1, 3, 64])}, write(chunk, encoding, callback) { log('takes ${id} ' + chunk); ${this.#random.pick([
      'callback();', 'process.nextTick(callback);', 'queueMicrotask(callback);'])} }, final(callback) { log('final ${id}'); callback(); } });`);
    this.#streamEvents(id, 'stream', ['drain', 'finish', 'prefinish']);
    this.#line(`stream.on('close', () => { log('close ${id}'); done(); });`);
    if (this.#random.chance(30)) this.#line('stream.cork(); process.nextTick(() => stream.uncork());');
    for (let i = this.#random.between(1, 4); i > 0; i--) this.#line(`stream.write('${i}', () => log('written ${id} ${i}'));`);
    this.#line('stream.end();');
  }

  #destroyed(id) {
    this.#line(`const stream = ${this.#random.pick(['new PassThrough()', 'new Readable({ read() {} })', 'new Writable({ write(chunk, encoding, callback) { callback(); } })'])};`);
    this.#line(`stream.on('error', (error) => log('error ${id} ' + error.message));`);
    this.#line(`stream.on('close', () => { log('close ${id}'); done(); });`);
    this.#line(`stream.destroy(${this.#random.pick(['', `new Error('destroyed ${id}')`])});`);
  }

  _warning() {
    this.#line("begin(); process.once('warning', () => done()); process.emitWarning('a warning', 'RandomWarning');");
  }

  // --- classes that are written as one block ---------------------------------------------------------------------------------
  #timersApart() {
    const durations = this.#random.shuffle([1, 30, 60, 90]).slice(0, this.#random.between(2, 4));
    this.#line('const since = performance.now();');
    for (const duration of durations) {
      const id = this.#id();
      this.#line('begin();');
      this.#block(`handles.set(${id}, setTimeout(() => {`, `}, ${duration}));`, () => {
        this.#line(`handles.delete(${id});`);
        this.#taskBody(`timeout ${id} of ${duration}`, { loop: false, depth: 3 });
      });
      if (this.#random.chance(20)) this.#stoppable.push([id, 'clearTimeout']);
    }
    this.#line('checkPace(since, 20);');
  }

  #fileChain() {
    const left = this.#random.between(1, 4);
    this.#line('begin();');
    this.#fileStep(left);
  }

  #fileStep(left) {
    if (left === 0) {
      this.#line('done();');
      return;
    }
    const id = this.#id();
    const inside = () => {
      this.#line(`log('file ${id} ' + result);`);
      this.#statements({ loop: false, depth: 3 });
      this.#fileStep(left - 1);
    };
    switch (this.#random.below(5)) {
      case 0: return this.#block('fs.stat(here, (error, result) => {', '});', () => { this.#line('result = result.isFile();'); inside(); });
      case 1: return this.#block("fs.readFile(here, 'utf8', (error, result) => {", '});', () => { this.#line('result = result.slice(0, 7);'); inside(); });
      case 2: return this.#block("fs.open('/no/such/file', 'r', (error, result) => {", '});', () => { this.#line('result = error.code;'); inside(); });
      case 3: return this.#block('fs.promises.stat(here).then((result) => {', '});', () => { this.#line('result = result.isFile();'); inside(); });
      default: return this.#block("fs.promises.readFile(here, 'utf8').then((result) => {", '});', () => { this.#line('result = result.length > 0;'); inside(); });
    }
  }
}

function main() {
  const { values } = parseArgs({ options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1' },
    out: { type: 'string' },
    without: { type: 'string', default: '' },
  } });
  const without = values.without.split(',').filter(Boolean);
  for (const feature of without) {
    if (!FEATURES.includes(feature)) throw new Error(`no such feature: ${feature} (there are ${FEATURES.join(', ')})`);
  }
  const features = new Set(FEATURES.filter((feature) => !without.includes(feature)));
  for (let seed = Number(values.seed), end = seed + Number(values.count); seed < end; seed++) {
    const program = new Program(seed, features).write();
    if (values.out) fs.writeFileSync(path.join(values.out, `${seed}.${program.isModule ? 'mjs' : 'js'}`), program.source);
    else process.stdout.write(program.source);
  }
}

main();
