'use strict';
// One run of the program that is fuzzed, in a process of its own, and what its schedule wrote about it.
const { spawn } = require('child_process');
const fs = require('fs');
const process = require('process_object');

const LONGEST_MS = 30_000; // a run that lasts longer has failed: it hangs

class Program {
  #log;
  #options;
  #words = process.argv.slice(1);

  /** @param {string} log a file for what the schedule writes */
  constructor(log) {
    this.#log = log;
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
    fs.rmSync(this.#log, { force: true });
    const log = options.length > 0 ? [`--fuzz-log=${this.#log}`] : [];
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

  #read() {
    try {
      return fs.readFileSync(this.#log, 'utf8');
    } catch {
      return ''; // the plain order
    }
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
  constructor(failed, ending, { stdout, stderr }, log) {
    this.failed = failed;
    this.ending = ending; // "exit code 1", "SIGSEGV"
    this.stdout = stdout;
    this.stderr = stderr;
    this.log = log; // as it was written
  }

  get output() { return this.stderr + this.stdout; }

  /** What was not done as in the plain order. @returns {{name: string, value: number, kind: string, site: string}[]} */
  get choices() {
    return this.#lines('choice').map((line) => {
      const [, name, value, kind, site] = /^choice (\S+) (\d+) ?(\S*) ?(.*)$/.exec(line);
      return { name, value: +value, kind, site };
    });
  }

  /** What came to the loop, in its order. @returns {{name: string, ready: number, ran: number, kind: string, site: string}[]} times in us */
  get events() {
    return this.#lines('ran').map((line) => {
      const [, name, ready, ran, kind, site] = /^ran (\S+) (\d+) (\d+) ?(\S*) ?(.*)$/.exec(line);
      return { name, ready: +ready, ran: +ran, kind, site };
    });
  }

  #lines(word) {
    return this.log.split('\n').filter((line) => line.startsWith(`${word} `));
  }
}

module.exports = { Program };
