'use strict';
// --fuzz=RUNS: runs the program in processes of its own, each with another seed (src/loop/schedule.h), until it fails. Then
// leaves out choices for as long as it still fails, and runs what remains and the plain order several times each.
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { randomBytes } = require('crypto');
const process = require('process_object');

const LONGEST_MS = 30_000; // a run that lasts longer has failed: it hangs
const REPLAYS = 10;
const MOST_SHRINKING = 150; // runs

/** @param {number} runs @param {string} seed the first one, or '' for a random one */
async function main(runs, seed) {
  if (!Number.isInteger(runs) || runs < 1) return refuse(`--fuzz=${runs} is no number of runs`);
  const first = seed === '' ? BigInt(`0x${randomBytes(4).toString('hex')}`) : parseSeed(seed);
  if (first === undefined) return refuse(`--fuzz-seed=${seed} is no number`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-fuzz-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  await new Fuzzing(path.join(folder, 'choices')).search(runs, first);
}

function parseSeed(text) {
  try {
    return BigInt(text);
  } catch {
    return undefined;
  }
}

function refuse(message) {
  process.stderr.write(`${process.argv0}: ${message}\n`);
  process.exitCode = 9;
}

// Test files run in the process that is fuzzed, unless the user chooses otherwise.
function programOptions() {
  const options = process.execArgv.filter((option, i, all) => !/^--fuzz\b/.test(option) && !/^--fuzz(?:-seed)?$/.test(all[i - 1] ?? ''));
  const isolated = options.includes('--test') && !options.some((option) => option.startsWith('--test-isolation'));
  return isolated ? [...options, '--test-isolation=none'] : options;
}

class Fuzzing {
  #log;
  #program = process.argv.slice(1);
  #options = programOptions();

  constructor(log) {
    this.#log = log;
  }

  async search(runs, first) {
    const plain = await this.#run([]);
    if (plain.failed) {
      process.stderr.write(`${plain.output}FUZZ: the program fails in the plain order, too (${plain.how})\n`);
      process.exitCode = 1;
      return;
    }
    for (let i = 0n; i < BigInt(runs); i++) {
      const seed = `0x${BigInt.asUintN(64, first + i).toString(16)}`;
      const result = await this.#run([`--fuzz-seed=${seed}`]);
      if (result.failed) return this.#report(seed, Number(i) + 1, runs, result);
    }
    process.stdout.write(`FUZZ: ${runs} other orders, none of them failed (seeds from 0x${first.toString(16)})\n`);
  }

  // The program once, with what it printed and the choices that were made.
  #run(options) {
    fs.rmSync(this.#log, { force: true });
    return new Promise((resolve, reject) => {
      const args = [...this.#options, ...options, ...(options.length > 0 ? [`--fuzz-log=${this.#log}`] : []), ...this.#program];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
      let hangs = false;
      const limit = setTimeout(() => {
        hangs = true;
        child.kill('SIGKILL');
      }, LONGEST_MS);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearTimeout(limit);
        const how = hangs ? `it did not end within ${LONGEST_MS / 1000} s` : signal ?? `exit code ${code}`;
        resolve({ failed: code !== 0, how, output, choices: this.#choices() });
      });
    });
  }

  #choices() {
    let text = '';
    try {
      text = fs.readFileSync(this.#log, 'utf8');
    } catch {
      return []; // the plain order
    }
    return text.split('\n').filter((line) => line !== '').map((line) => {
      const [, name, value, kind, site] = /^(\S+) (\d+) (\S*) ?(.*)$/.exec(line);
      return { name, value: +value, kind, site };
    });
  }

  #keep(seed, choices) {
    return [`--fuzz-seed=${seed}`, `--fuzz-keep=${choices.map(({ name }) => name).join(',') || 'none'}`];
  }

  async #report(seed, run, runs, result) {
    const all = result.choices;
    const { kept, isReliable } = await this.#shrink(seed, all, result.how);
    let failures = 0;
    let plainFailures = 0;
    for (let i = 0; i < REPLAYS; i++) {
      failures += (await this.#run(this.#keep(seed, kept))).failed;
      plainFailures += (await this.#run([])).failed;
    }
    const lines = [
      `FUZZ FAILURE  ${this.#program.join(' ')}   seed ${seed}, run ${run} of ${runs}   (${result.how})`,
      ...errorLines(result.output).map((line) => `  ${line}`),
      `  fails in ${failures} of ${REPLAYS} replays with these choices, in ${plainFailures} of ${REPLAYS} in the plain order`,
      ...kept.map((choice) => `    ${describe(choice)}`),
      isReliable ? `  shrunk from ${all.length} ${all.length === 1 ? 'choice' : 'choices'} to ${kept.length}` : `  of ${all.length} choices; it did not fail again with all of them: it depends on times, too`,
      `  replay  eddy ${[...this.#keep(seed, kept), ...this.#options, ...this.#program].join(' ')}`,
    ];
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exitCode = 1;
  }

  // Leaves out halves, quarters ... of the choices while the program goes on failing in the same way.
  async #shrink(seed, all, how) {
    let left = MOST_SHRINKING;
    const fails = async (choices) => {
      left--;
      const result = await this.#run(this.#keep(seed, choices));
      return result.failed && result.how === how;
    };
    let kept = all;
    if (!await fails(kept)) return { kept, isReliable: false };
    for (let size = Math.ceil(kept.length / 2); size >= 1 && left > 0;) {
      let isSmaller = false;
      for (let at = 0; at < kept.length && left > 0;) {
        const fewer = kept.toSpliced(at, size);
        if (fewer.length < kept.length && await fails(fewer)) {
          kept = fewer;
          isSmaller = true;
        } else {
          at += size;
        }
      }
      if (size === 1 && !isSmaller) break;
      size = Math.max(1, Math.min(Math.floor(size / 2), kept.length));
    }
    return { kept, isReliable: true };
  }
}

// The error and where it came from, as far as the program printed it.
function errorLines(output) {
  const lines = output.split('\n');
  const at = lines.findIndex((line) => /^(?:\w*Error\b|Uncaught\b)/.test(line.trim()));
  if (at < 0) return lines.filter((line) => line !== '').slice(-3);
  const places = lines.slice(at).filter((line) => /^\s+at /.test(line));
  const place = places.find((line) => !/\bnode:|<anonymous>\)/.test(line));
  const message = lines.slice(at, at + 6).filter((line) => line.trim() !== '');
  const end = message.findIndex((line) => /^\s+at /.test(line));
  return [...message.slice(0, end < 0 ? 3 : Math.min(end, 3)), ...(place === undefined ? [] : [place])].map((line) => line.trim());
}

const DELAYS = ['', '0.3 ms', '1 ms', '3 ms', '8 ms'];
const PIECES = [0, 1, 7, 64, 1000];

function describe({ name, value, kind, site }) {
  const [what] = name.split(/[@:]/);
  const texts = {
    __proto__: null,
    result: `a result of the pool (${kind}) waits ${DELAYS[value]}`,
    order: `another result comes before this one (${kind})`,
    timer: `timers are looked for ${DELAYS[value]} later`,
    read: `a read of ${kind} waits ${DELAYS[value]}`,
    split: `a read of ${kind} gets ${PIECES[value]} bytes at most`,
    message: `messages of other threads wait ${DELAYS[value]}`,
  };
  return `${name.padEnd(12)}  ${texts[what]}${site === '' ? '' : `   made at ${site}`}`;
}

module.exports = { main };
