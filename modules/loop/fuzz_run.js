'use strict';
// One run of the program that is fuzzed, in a process of its own, and what its schedule wrote about it.
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const process = require('process_object');

const LOG = 'log';
const LONGEST_MS = 30_000; // a run that lasts longer has failed: it hangs

class Program {
  #folder;
  #options;
  #words = process.argv.slice(1);

  /** @param {string} folder for what the schedules of its processes write */
  constructor(folder) {
    this.#folder = folder;
    this.#options = programOptions();
  }

  /** As one types it: the options and the program with its arguments. */
  get words() { return [...this.#options, ...this.#words]; }
  get name() { return this.#words.join(' '); }

  /**
   * Runs it once.
   * @param {string[]} options of the schedule's; none: the plain run, whose time is the machine's
   * @returns {Promise<Run>}
   */
  run(options) {
    for (const name of this.#logs()) fs.rmSync(path.join(this.#folder, name));
    const log = options.length > 0 ? [`--fuzz-log=${path.join(this.#folder, LOG)}`] : [];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...this.#options, ...options, ...log, ...this.#words], { stdio: ['ignore', 'pipe', 'pipe'] });
      const output = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => { output[name] += text; });
      let hangs = false;
      const limit = setTimeout(() => {
        hangs = true;
        child.kill('SIGKILL');
      }, LONGEST_MS);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearTimeout(limit);
        const ending = hangs ? `it did not end within ${LONGEST_MS / 1000} s` : signal ?? `exit code ${code}`;
        resolve(new Run(code !== 0, ending, output, this.#read()));
      });
    });
  }

  // The program's own comes first, then those of its children, in the order in which they were started: "log", "log.4711".
  #logs() {
    const processOf = (name) => +name.slice(LOG.length + 1);
    return fs.readdirSync(this.#folder).sort((a, b) => processOf(a) - processOf(b));
  }

  #read() {
    return this.#logs().map((name) => fs.readFileSync(path.join(this.#folder, name), 'utf8'));
  }
}

// Test files run in the process that is fuzzed, unless the user chooses otherwise.
function programOptions() {
  const isOurs = (option, i, all) => /^--fuzz\b/.test(option) || /^--fuzz(?:-seed|-replays|-keep)?$/.test(all[i - 1] ?? '');
  const options = process.execArgv.filter((option, i, all) => !isOurs(option, i, all));
  const isIsolated = options.includes('--test') && !options.some((option) => option.startsWith('--test-isolation'));
  return isIsolated ? [...options, '--test-isolation=none'] : options;
}

/** What a run did. */
class Run {
  /** @param {string[]} logs as the schedules of its processes wrote them; none: the plain order */
  constructor(failed, ending, { stdout, stderr }, logs) {
    this.failed = failed;
    this.ending = ending; // "exit code 1", "SIGSEGV"
    this.stdout = stdout;
    this.stderr = stderr;
    this.log = logs.join('');
    this.processes = logs.map((log) => ({ choices: choicesIn(log), events: eventsIn(log) }));
  }

  get output() { return this.stderr + this.stdout; }

  /**
   * What was not done as in the plain order. A choice stands for the one of that name in each process; its line is the
   * program's, where it is so in one of them.
   */
  get choices() {
    const byName = new Map();
    for (const choice of this.processes.flatMap(({ choices }) => choices)) {
      const known = byName.get(choice.name);
      if (known === undefined || (!isOfProgram(known.site) && isOfProgram(choice.site))) byName.set(choice.name, choice);
    }
    return [...byName.values()];
  }
}

const isOfProgram = (site) => site !== '' && !site.includes('/node_modules/');

const linesOf = (log, word) => log.split('\n').filter((line) => line.startsWith(`${word} `));

/** @returns {{name: string, value: number, kind: string, site: string}[]} */
function choicesIn(log) {
  return linesOf(log, 'choice').map((line) => {
    const [, name, value, kind, site] = /^choice (\S+) (\d+) ?(\S*) ?(.*)$/.exec(line);
    return { name, value: +value, kind, site };
  });
}

/** What came to the loop, in its order. @returns {{name: string, ready: number, ran: number, kind: string, site: string}[]} times in us */
function eventsIn(log) {
  return linesOf(log, 'ran').map((line) => {
    const [, name, ready, ran, kind, site] = /^ran (\S+) (\d+) (\d+) ?(\S*) ?(.*)$/.exec(line);
    return { name, ready: +ready, ran: +ran, kind, site };
  });
}

module.exports = { Program };
