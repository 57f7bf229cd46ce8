'use strict';
// --fuzz=RUNS: runs the program in processes of its own, each with another seed (src/loop/schedule.h), until it fails. Then
// looks for the choices that matter (fuzz_shrink.js), and runs those and the plain order several times each.
// --fuzz-shrink does the latter with a seed that is known, --fuzz-check runs seeds twice and compares.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { randomBytes } = require('crypto');
const { getOption } = require('options');
const { Program } = require('loop/fuzz_run');
const { Shrinking } = require('loop/fuzz_shrink');
const report = require('loop/fuzz_report');
const process = require('process_object');

const REPLAYS = 30;

/** Does what the options ask for. @returns {boolean} whether it does: this process does not run the program itself then */
function begin() {
  const runs = getOption('--fuzz');
  const seed = getOption('--fuzz-seed');
  const checks = getOption('--fuzz-check');
  const shrinks = getOption('--fuzz-shrink');
  if (runs === undefined && !checks && !shrinks) {
    require('loop/fuzzed').begin();
    return false;
  }
  const count = runs ?? 1;
  if (!Number.isInteger(count) || count < 1) return refuse(`--fuzz=${runs} is no number of runs`);
  const first = seed === undefined ? randomSeed() : parseSeed(seed);
  if (first === undefined) return refuse(`--fuzz-seed=${seed} is no number`);
  if (shrinks && seed === undefined) return refuse('--fuzz-shrink needs a --fuzz-seed');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-fuzz-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const program = new Program(folder);
  const seeds = Array.from({ length: count }, (_, i) => `0x${BigInt.asUintN(64, first + BigInt(i)).toString(16)}`);
  void (checks ? check(program, seeds) : search(program, seeds));
  return true;
}

const randomSeed = () => BigInt(`0x${randomBytes(4).toString('hex')}`);

function parseSeed(text) {
  try {
    return text === '' ? undefined : BigInt(text);
  } catch {
    return undefined;
  }
}

function refuse(message) {
  process.stderr.write(`${process.argv0}: ${message}\n`);
  process.exitCode = 9;
  return true;
}

async function search(program, seeds) {
  const plain = await program.run([]);
  if (plain.failed) {
    process.stderr.write(`${plain.output}FUZZ: the program fails in the plain order, too (${plain.ending})\n`);
    process.exitCode = 1;
    return;
  }
  for (let i = 0; i < seeds.length; i++) {
    const failure = await program.run([`--fuzz-seed=${seeds[i]}`]);
    if (!failure.failed) continue;
    process.stderr.write(await explain(program, seeds[i], `run ${i + 1} of ${seeds.length}`, failure));
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`FUZZ: ${seeds.length} other orders, none of them failed (seeds from ${seeds[0]})\n`);
}

async function explain(program, seed, run, failure) {
  const shrinking = new Shrinking(program, seed, failure);
  const { kept, isReliable } = await shrinking.shrink(failure.choices);
  const options = shrinking.options(kept);
  const counts = { replays: getOption('--fuzz-replays') ?? REPLAYS, failures: 0, plainFailures: 0 };
  for (let i = 0; i < counts.replays; i++) {
    counts.failures += (await program.run(options)).failed;
    counts.plainFailures += (await program.run([])).failed;
  }
  return report.failure({ program, seed, run, failure, kept, isReliable, counts, options });
}

async function check(program, seeds) {
  for (const seed of seeds) {
    const [first, second] = [await program.run([`--fuzz-seed=${seed}`]), await program.run([`--fuzz-seed=${seed}`])];
    const difference = report.difference(first, second);
    if (difference === undefined) continue;
    process.stderr.write(`FUZZ CHECK: two runs of seed ${seed} were not alike\n${difference}`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`FUZZ CHECK: ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}, each run twice, alike to the byte (seeds from ${seeds[0]})\n`);
}

module.exports = { begin };
