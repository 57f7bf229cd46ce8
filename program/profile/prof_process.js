'use strict';
// eddy --prof-process isolate-0x...-v8.log: where the ticks of V8's profiler fell, from the log that --prof wrote.
// In place of main(), called by C++ (src/main.cc).
const process = require('process_object');
const { CodeMap } = require('profile/code_map');

const GC_STATE = 1;              // of the virtual machine, in a tick
const LEAST_SHARE = 0.01;        // of its callee's ticks that a caller has to have to be shown
const DEPTH = 6;                 // of a tick's stack, as far as it is shown

const UNKNOWN = { name: 'UNKNOWN' };

/** Reads a log, line by line, into counts. */
class Ticks {
  total = 0;
  inGc = 0;
  unaccounted = 0;
  counts = { __proto__: null, libraries: new Map(), own: new Map() }; // name of code -> ticks that fell into it
  callees = new Map();   // name of code -> its ticks, and the tree of its callers
  #map = new CodeMap();

  /** @param {string} line of the log */
  read(line) {
    const fields = line.split(',');
    switch (fields[0]) {
      case 'shared-library': return this.#map.addLibrary(fields[1], Number(fields[2]), Number(fields[3]));
      case 'code-creation': return this.#map.add(Number(fields[4]), Number(fields[5]), nameOf(fields));
      case 'code-move': return this.#map.move(Number(fields[1]), Number(fields[2]));
      case 'code-delete': return this.#map.remove(Number(fields[1]));
      case 'tick': return this.#tick(fields);
      default:
    }
  }

  #tick([, pc, , isCallback, callback, state, ...stack]) {
    this.total++;
    if (Number(state) === GC_STATE) this.inGc++;
    const code = this.#map.find(Number(pc));
    if (code === undefined) {
      this.unaccounted++;
      return this.#addPath([UNKNOWN]);
    }
    const path = [code, ...this.#callers(Number(pc), stack)];
    // What C++ works for stands on top of the stack.
    if (isCallback === '1') path.splice(1, 0, this.#map.find(Number(callback)));
    const known = path.filter((one) => one !== undefined);
    // Bytecode is run for a function, which is the caller.
    if (known.length > 1 && code.name.startsWith('BytecodeHandler: ')) known.shift();
    const counts = known[0].isLibrary ? this.counts.libraries : this.counts.own;
    counts.set(known[0].name, (counts.get(known[0].name) ?? 0) + 1);
    this.#addPath(known);
  }

  // Addresses are given by their distance from the one before.
  #callers(address, stack) {
    const callers = [];
    for (const entry of stack) {
      if (entry[0] === '+' || entry[0] === '-') address += Number.parseInt(entry, 16);
      else if (entry[0] === '0') address = Number(entry);
      else continue;
      callers.push(this.#map.find(address));
    }
    return callers;
  }

  #addPath(path) {
    let level = this.callees;
    for (const { name } of path.slice(0, DEPTH)) {
      let node = level.get(name);
      if (node === undefined) level.set(name, node = { ticks: 0, callers: new Map() });
      node.ticks++;
      level = node.callers;
    }
  }
}

/** "JS: *fib file.js:1:10" of a line that tells of new code. */
function nameOf([, type, , , , , name, , mark = '']) {
  const state = /^[~^+*]/.exec(mark)?.[0] ?? '';
  const shown = name.startsWith(' ') ? `<anonymous>${name}` : name;
  return `${type}: ${state}${shown.replaceAll('\\x2C', ',')}`;
}

// --- The report. ---

const byTicks = (a, b) => b[1] - a[1];
const percent = (part, whole) => `${(whole === 0 ? 0 : part / whole * 100).toFixed(1)}%`;

function row(ticks, total, nonlib, name) {
  return `${String(ticks).padStart(7)} ${percent(ticks, total).padStart(7)} ${nonlib.padStart(7)}  ${name}\n`;
}

function section(title, entries, total, withoutLibraries) {
  let text = `\n [${title}]:\n   ticks  total  nonlib   name\n`;
  for (const [name, ticks] of entries) {
    text += row(ticks, total, withoutLibraries === undefined ? '' : percent(ticks, withoutLibraries), name);
  }
  return text;
}

function callersText(level, total, indent) {
  let text = '';
  for (const [name, { ticks, callers }] of [...level].sort((a, b) => b[1].ticks - a[1].ticks)) {
    if (ticks < total * LEAST_SHARE) continue;
    text += `${String(ticks).padStart(7)} ${percent(ticks, total).padStart(7)}  ${indent}${name}\n`;
    text += callersText(callers, ticks, `${indent}  `);
    if (indent === '') text += '\n';
  }
  return text;
}

/** @param {string} file its name @param {Ticks} ticks */
function report(file, ticks) {
  const { total, unaccounted, inGc } = ticks;
  const libraries = [...ticks.counts.libraries].sort(byTicks);
  const own = [...ticks.counts.own].sort(byTicks);
  const sum = (entries) => entries.reduce((all, [, count]) => all + count, 0);
  const inLibraries = sum(libraries);
  const rest = total - inLibraries;
  return `Statistical profiling result from ${file}, (${total} ticks, ${unaccounted} unaccounted, 0 excluded).\n` +
    section('Shared libraries', libraries, total) +
    section('JavaScript', own, total, rest) +
    '\n [C++]:\n   ticks  total  nonlib   name\n' + // its functions have no names here: they are in the executable, a library
    '\n [Summary]:\n   ticks  total  nonlib   name\n' +
    row(sum(own), total, percent(sum(own), rest), 'JavaScript') +
    row(0, total, percent(0, rest), 'C++') +
    row(inGc, total, percent(inGc, rest), 'GC') +
    row(inLibraries, total, '', 'Shared libraries') +
    (unaccounted > 0 ? row(unaccounted, total, '', 'Unaccounted') : '') +
    '\n [C++ entry points]:\n   ticks    cpp   total   name\n' +
    '\n [Bottom up (heavy) profile]:\n' +
    '  Note: percentage shows a share of a particular caller in the total\n' +
    '  amount of its parent calls.\n' +
    '  Callers occupying less than 1.0% are not shown.\n\n' +
    `   ticks parent  name\n${callersText(ticks.callees, total, '')}`;
}

/** The log is the last argument; options of Node's processor before it have no effect. */
function main() {
  process._start();
  const file = process.argv.slice(1).at(-1);
  const fs = require('fs');
  if (file === undefined || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    process._rawDebug('Please provide a valid isolate file as the final argument.');
    process.reallyExit(1);
  }
  const ticks = new Ticks();
  const reader = require('readline').createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity });
  reader.on('line', (line) => ticks.read(line));
  reader.on('close', () => process.stdout.write(report(file, ticks)));
}

module.exports = { main };
