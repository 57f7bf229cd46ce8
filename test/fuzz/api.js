'use strict';
// Calls every public function with arguments that it did not ask for, and methods of the objects that come out, in one
// process: whatever they do, it lives, and each call returns or throws. test/fuzz/api is the runner.
//
//   eddy api.js --seed 5 --calls 2000 --log FILE [--only FILE] [--explain] [--network] [--pollute]
//
// Each call's arguments come from the seed and the call's number alone, so that a run of some of them (--only: their
// numbers, one a line) makes the same. The number of the call under way stands in the log, for whoever finds it dead.
const fs = require('fs');
const { COSTLY, LINGERING, isLeftOut, list, safeToCall } = require('./_api_list.js');
const { POLLUTED, Values, randomOf } = require('./_api_values.js');

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const has = (name) => process.argv.includes(name);

const seed = Number(argument('--seed', '1'));
const calls = Number(argument('--calls', '1000'));
const only = argument('--only') && fs.readFileSync(argument('--only'), 'utf8').trim().split('\n').map(Number);
const log = argument('--log') && fs.openSync(argument('--log'), 'w');
const explain = has('--explain');

const MOST_LIVE = 200;
const IN_A_TURN = 25; // calls
// What is used when all around it may be broken.
const { apply, construct } = Reflect;
const { getPrototypeOf, ownKeys } = Reflect;
const reallyExit = process.reallyExit.bind(process);
const { writeSync } = fs;
const later = setImmediate;
const setTimer = setTimeout;
const write = process.stdout.write.bind(process.stdout);
const collect = globalThis.gc;
const isEmitter = (object) => object instanceof require('events').EventEmitter;

const entries = list(has('--network'));
const live = [];
const values = new Values(live, entries.map((entry) => entry.value));
let made = 0;

process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
process.on('warning', () => {});
process.setMaxListeners(0);

function keep(random, value) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function') || value === globalThis) return;
  if (value === process || value === module || value === require) return;
  if (live.length < MOST_LIVE) live.push(value);
  else live[random(MOST_LIVE)] = value;
  try {
    if (typeof value.then === 'function') value.then((result) => keep(random, result), () => {});
    if (isEmitter(value)) value.on('error', () => {});
  } catch { /* it bites */ }
}

function argumentsFor(random, name) {
  const small = COSTLY.test(name) || random(4) === 0;
  const args = [];
  for (let left = random(6); left > 0; left--) args.push(values.make(random, small));
  if (random(3) === 0) args.push(values.callback(random));
  return args;
}

// --- A call is { what, run }. ---

function callEntry(random) {
  const entry = entries[random(entries.length)];
  const args = argumentsFor(random, entry.path);
  const isClass = entry.kind === 'function' && /^[A-Z]/.test(entry.name) && random(8) !== 0;
  if (isClass) {
    const target = random(12) === 0 ? entries[random(entries.length)].value : entry.value;
    return { what: `new ${entry.path}`, name: entry.name, args, run: () => construct(entry.value, args, target) };
  }
  let receiver = entry.owner;
  if (entry.kind === 'method' || entry.kind === 'get' || entry.kind === 'set' || random(10) === 0) {
    const own = live.filter((object) => {
      try {
        return typeof entry.owner === 'object' && Object.prototype.isPrototypeOf.call(entry.owner, object);
      } catch {
        return false;
      }
    });
    if (own.length > 0 && random(6) !== 0) receiver = own[random(own.length)];
    else if (random(2) === 0) receiver = values.make(random, true);
  }
  return { what: entry.path, name: entry.name, args, run: () => apply(entry.value, receiver, args) };
}

// Some property of an object that came out of a call, or of what it inherits: a method is called, an object kept.
function callLive(random) {
  const object = live[random(live.length)];
  let holder = object;
  for (let up = random(4); up > 0 && holder !== null; up--) holder = getPrototypeOf(holder) ?? holder;
  const keys = ownKeys(holder);
  const key = keys[random(keys.length || 1)];
  const name = typeof key === 'symbol' ? `[${String(key)}]` : `${key}`;
  const args = argumentsFor(random, name);
  const what = `a ${object?.constructor?.name}'s ${name}`;
  if (key === undefined || isLeftOut(name)) return { what, name, args, run() {} };
  return { what, name, args, run() {
    const value = object[key];
    if (typeof value !== 'function') return value;
    if (!functionsLeftOut.has(value)) return random(10) === 0 ? construct(value, args) : apply(value, object, args);
    return undefined;
  } };
}

// Those that are left out, by whatever name they are reached.
const functionsLeftOut = new Set([
  process.exit, process.reallyExit, process.abort, process.kill, process._kill, process.dlopen, process.chdir, process.execve,
  require('child_process').fork, require('module').runMain,
]);

// --- At the end of the stack. ---

let depth = 0;
function measure() {
  depth++;
  measure();
}
try {
  measure();
} catch { /* so deep it is */ }

function atDepth(left, run) {
  return left <= 0 ? run() : atDepth(left - 1, run);
}

// --- The run. ---

function one(index) {
  const random = randomOf(seed, index);
  let call;
  try {
    call = live.length > 0 && random(3) === 0 ? callLive(random) : callEntry(random);
  } catch {
    return; // a live object that cannot be looked at
  }
  if (!safeToCall(call.name, call.args) || (LINGERING.has(call.name) && seed % 8 !== 0)) return;
  if (log !== undefined) writeSync(log, `${index} ${call.what}`.padEnd(120).slice(0, 120), 0);
  if (explain) writeSync(2, `${index}: ${call.what}(${call.args.map(describe).join(', ')})\n`);
  made++;
  try {
    const result = random(150) === 0 ? atDepth(depth - random(120), call.run) : call.run();
    keep(random, result);
  } catch (error) {
    if (random(20) === 0) keep(random, error);
  }
  if (collect !== undefined && random(400) === 0) collect();
  if (has('--pollute') && random(40) === 0) pollute(random);
}

function describe(value) {
  try {
    if (typeof value === 'string') return value.length > 40 ? `'${value[0]}' x ${value.length}` : JSON.stringify(value);
    if (typeof value === 'function') return value.name || 'function';
    if (ArrayBuffer.isView(value)) return `${Object.prototype.toString.call(value)}`;
    return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
  } catch {
    return '?';
  }
}

function pollute(random) {
  const name = POLLUTED[random(POLLUTED.length)];
  const kinds = [{ value: undefined, writable: false }, { get() { throw new Error('a getter'); }, set() { throw new Error('a setter'); } },
                 { value: 1, writable: true }, { get() { return undefined; }, set() {} }];
  try {
    Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, ...kinds[random(kinds.length)] });
    later(() => delete Object.prototype[name]);
  } catch { /* it is there */ }
}

function turn(next) {
  const last = only ? only.length : calls;
  const end = Math.min(last, next + IN_A_TURN);
  for (let i = next; i < end; i++) one(only ? only[i] : i);
  if (end < last) return void later(turn, end);
  setTimer(() => { // what was started comes to its callbacks
    delete Object.prototype.then;
    write(`\n${made} calls\n`, () => reallyExit(0));
    setTimer(() => reallyExit(0), 200);
  }, 20);
}

turn(0);
