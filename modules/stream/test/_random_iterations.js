'use strict';
// Random programs that iterate over streams: by for await, by hand with overlapping requests, leaving early or with an
// error. Each line of a log begins with a number of promise jobs: how many have run since the count began, which begins
// anew with the first line behind a full count.
const { PassThrough, Readable } = require('stream');
const { Program, hash } = require('./_random_programs.js');

const JOBS_COUNTED = 40;

class IterationProgram extends Program {
  #jobs = 0;

  say(...words) {
    super.say(this.#jobs, ...words);
    if (this.#jobs === JOBS_COUNTED) this.#countJobs();
  }

  #countJobs() {
    this.#jobs = 0;
    const count = () => { if (++this.#jobs < JOBS_COUNTED) queueMicrotask(count); };
    count();
  }

  * values() {
    try {
      for (let left = this.random(7); left > 0; left--) {
        if (this.chance(12)) throw new Error('generator');
        yield this.pick([++this.count, Promise.resolve('promised')]);
      }
    } finally {
      this.say('values end');
    }
  }

  async * asyncValues() {
    try {
      for (let left = this.random(7); left > 0; left--) {
        if (this.chance(4)) await new Promise(this.pick([setImmediate, process.nextTick, queueMicrotask]));
        if (this.chance(12)) throw new Error('generator');
        yield ++this.count;
      }
    } finally {
      this.say('async values end');
    }
  }

  source() {
    const kind = this.random(6);
    if (kind === 0) return Readable.from(this.values());
    if (kind === 1) return Readable.from(this.asyncValues());
    if (kind === 2) return Readable.from([1, Promise.resolve(2), 3].slice(this.random(3)));
    if (kind === 3) return this.add('piped', this.readable()).pipe(new PassThrough(this.options()));
    return this.readable();
  }

  iterator(stream) {
    if (this.chance(2)) return stream[Symbol.asyncIterator]();
    return stream.iterator({ destroyOnReturn: this.chance(2) });
  }

  async loop(name, stream) {
    const leaveAfter = this.random(8);
    const how = this.pick(['break', 'throw', 'go on', 'go on']);
    let seen = 0;
    try {
      for await (const chunk of this.chance(3) ? this.iterator(stream) : stream) {
        this.say(name, 'chunk', chunk);
        if (this.chance(4)) await new Promise(this.pick([setImmediate, process.nextTick, queueMicrotask]));
        if (seen++ < leaveAfter || how === 'go on') continue;
        if (how === 'break') break;
        throw new Error('loop');
      }
      this.say(name, 'loop over');
    } catch (error) {
      this.say(name, 'loop failed', error);
    }
  }

  request(name, iterator) {
    const kind = this.pick(['next', 'next', 'next', 'next', 'next', 'return', 'throw']);
    const number = ++this.count;
    iterator[kind](kind === 'throw' ? new Error('T') : kind === 'return' ? 'R' : undefined).then(
      ({ value, done }) => this.say(name, kind, number, value, done),
      (error) => this.say(name, kind, number, 'failed', error),
    );
  }

  async byHand(name, stream) {
    const iterator = this.iterator(stream);
    for (let steps = 2 + this.random(8); steps > 0; steps--) {
      this.request(name, iterator);
      if (this.chance(2)) await new Promise(this.pick([setImmediate, process.nextTick, queueMicrotask]));
    }
  }

  disturb(stream) {
    this.pick([
      () => stream.destroy(),
      () => stream.destroy(new Error('D')),
      () => stream.push?.(null),
      () => stream.pause(),
      () => stream.read(),
    ])();
  }

  async run() {
    await new Promise(setImmediate); // from anywhere the same
    this.#countJobs();
    for (let left = 1 + this.random(2); left > 0; left--) {
      const name = `s${left}`;
      const stream = this.add(name, this.source());
      if (this.chance(2)) this.loop(name, stream);
      else this.byHand(name, stream);
      if (this.chance(4)) setImmediate(() => this.disturb(stream));
    }
    for (let turns = 0; turns < 30; turns++) await new Promise(setImmediate);
    for (const [name, stream] of this.streams) this.showState(name, stream);
    return this.log;
  }
}

/** The log of the program that `seed` stands for. */
function runIteration(seed) {
  return new IterationProgram(seed).run();
}

module.exports = { hash, runIteration };

// node _random_iterations.js SEED [COUNT]: prints the logs, to compare two runtimes.
if (require.main === module) {
  (async () => {
    const first = Number(process.argv[2]);
    for (let seed = first; seed < first + Number(process.argv[3] ?? 1); seed++) {
      console.log(`seed ${seed}\n  ${(await runIteration(seed)).join('\n  ')}`);
    }
  })();
}
