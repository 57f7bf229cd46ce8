'use strict';
// Which choices of a seed make the program fail: as few as possible, and for each that holds an event back, which other
// event it is that must not come before.

const MOST_RUNS = 200;
// What can be held back for another event, and what others can be held back for.
const EVENT = /^(?:work|result|timer|read|message|accept|close)(?:@\d+)?:/;

class Shrinking {
  #program;
  #seed;
  #ending;
  #left = MOST_RUNS;

  /** @param {Program} program @param {string} seed @param {Run} failure the run that is to be made smaller */
  constructor(program, seed, failure) {
    this.#program = program;
    this.#seed = seed;
    this.#ending = failure.ending;
  }

  /** The options of a run in which only these choices are not the plain ones. */
  options(choices) {
    return [`--fuzz-seed=${this.#seed}`, `--fuzz-keep=${choices.map(({ name, after }) => after === undefined ? name : `${name}-after-${after.name}`).join(',') || 'none'}`];
  }

  // The run, when it fails as the first one did.
  async #fails(choices) {
    this.#left--;
    const run = await this.#program.run(this.options(choices));
    return run.failed && run.ending === this.#ending ? run : undefined;
  }

  /**
   * @returns {Promise<{kept: Choice[], isReliable: boolean}>} kept: those that are needed, each with `after` when it is an
   *   event's that makes the program fail by coming after that one; not reliable: it did not fail again with all of them
   */
  async shrink(all) {
    if (await this.#fails([]) !== undefined) return { kept: [], isReliable: true };
    let kept = all;
    let run = await this.#fails(kept);
    if (run === undefined) return { kept, isReliable: false };
    for (let size = Math.ceil(kept.length / 2); size >= 1 && this.#left > 0;) {
      let isSmaller = false;
      for (let at = 0; at < kept.length && this.#left > 0;) {
        const fewer = kept.toSpliced(at, size);
        const smaller = fewer.length > 0 ? await this.#fails(fewer) : undefined;
        if (smaller !== undefined) {
          run = smaller;
          kept = fewer;
          isSmaller = true;
        } else {
          at += size;
        }
      }
      if (size === 1 && !isSmaller) break;
      size = Math.max(1, Math.min(Math.floor(size / 2), kept.length));
    }
    return { kept: await this.#nameOthers(kept, run), isReliable: true };
  }

  async #nameOthers(kept, run) {
    const plain = await this.#program.run(this.options([]));
    let choices = kept;
    for (let i = 0; i < choices.length; i++) {
      if (!EVENT.test(choices[i].name)) continue;
      for (const all of candidates(choices[i].name, run, plain)) {
        const after = await this.#firstBehindWhichItFails(all, (one) => choices.with(i, { ...choices[i], after: one }));
        if (after === undefined) continue;
        choices = choices.with(i, { ...choices[i], after });
        break;
      }
    }
    return choices;
  }

  // The later ones hold the event back longer.
  async #firstBehindWhichItFails(all, behind) {
    if (all.length === 0 || await this.#fails(behind(all.at(-1))) === undefined) return undefined;
    let [low, high] = [0, all.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (await this.#fails(behind(all[middle])) === undefined) low = middle + 1;
      else high = middle;
    }
    return all[low];
  }
}

// The events that came before this one because it was held back, the first of them first: a list for each process, those
// of the children that run tests in front of their runner's.
function candidates(name, run, plain) {
  return run.processes.map(({ events }, i) => overtook(name, events, plain.processes[i]?.events ?? [])).reverse();
}

function overtook(name, ran, inPlainOrder) {
  const events = withCallbacks(ran);
  const at = events.findIndex((event) => event.name === name);
  const held = at < 0 ? neverRan(name, inPlainOrder) : events[at];
  if (held === undefined) return [];
  const before = new Set();
  for (const event of inPlainOrder) {
    if (event.name === name) break;
    before.add(event.name);
  }
  const between = (at < 0 ? events : events.slice(0, at)).filter((event) => event.ran >= held.ready && EVENT.test(event.name) && !before.has(event.name));
  return between.map((event) => ({ ...event, held }));
}

// The program failed before it came: what it is, the plain run tells.
function neverRan(name, inPlainOrder) {
  const event = inPlainOrder.find((one) => one.name === name);
  return event && { ...event, ready: 0, ran: Infinity };
}

// Timers run in one event; its lines are those of the callbacks behind it.
function withCallbacks(events) {
  const all = [];
  for (const event of events) {
    if (!event.name.startsWith('callback:')) {
      all.push(event);
    } else if (all.length > 0 && all.at(-1).site === '') {
      all[all.length - 1] = { ...all.at(-1), site: event.site };
    }
  }
  return all;
}

module.exports = { Shrinking, withCallbacks };
