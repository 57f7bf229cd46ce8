'use strict';
// Node's rules of the event loop, as far as open.js's programs use it: whether a trace is an order that they allow.
//
//   1. A callback runs once, behind what started it, not within another one, and not when it was cleared.
//   2. Behind each callback of the loop the ticks run until there is none, then the promise jobs, then both again: first in,
//      first out. Nothing of the loop runs before.
//   3. Immediates run in the order in which they were started. One that was started by another one waits for the next turn.
//   4. A timer never runs early, nor before another one that was surely due before it; but timers of one duration that are due
//      run one behind the other, once the first of them does, and that one's place they keep when it is cleared.
//   5. An immediate that was started in an I/O callback runs before any timer.
//   6. All timers that run in one phase, and all immediates, have nothing of another phase between them: follows from 2, 3.

class Broken extends Error {}

function rule(holds, text) {
  if (!holds) throw new Broken(text);
}

class Checker {
  #tasks = new Map(); // ID -> { kind, delay, before, after, from, turn, ran, cleared }
  #ticks = [];
  #jobs = [];
  #immediates = [];
  #running;
  #drain = null; // 'ticks' or 'jobs': which queue is being emptied; null: the loop
  #urgent = 0; // immediates that were started by I/O and have not run
  #phase = 'main'; // what kind of callback of the loop ran last: ticks and jobs behind it are of it
  // When the phase before this one began, and this one. The loop's time, from which a timer counts, is taken at the begin of
  // a phase or of the one before it, or at the call: runtimes differ.
  #phases = [0, 0];
  #durations = new Set(); // of the timers that have run in this phase
  #lists = new Map(); // duration -> { place, timers }: those that wait, and when their list is due at the earliest
  #batch = 0; // of immediates: how many of those that wait may run in this turn

  line(text) {
    const [word, id, ...rest] = text.split(' ');
    if (word === 'make') this.#make(id, rest[0], ...rest.slice(1).map(Number));
    else if (word === 'run') this.#run(id, Number(rest[0]));
    else if (word === 'clear') this.#clear(id);
    else if (word === 'end') this.#end(id);
    else throw new Broken(`no line of a trace: ${text}`);
  }

  #make(id, kind, delay, before, after) {
    const task = { id, kind, delay, before: Math.min(before, this.#phases[0]), after, ran: false, cleared: false };
    this.#tasks.set(id, task);
    if (kind === 'main') this.#running = task;
    if (kind === 'tick') this.#ticks.push(task);
    if (kind === 'job') this.#jobs.push(task);
    if (kind === 'timer') this.#enlist(task);
    if (kind === 'immediate') {
      this.#immediates.push(task);
      task.isUrgent = this.#phase === 'file';
      if (task.isUrgent) this.#urgent++;
    }
  }

  #enlist(timer) {
    const list = this.#lists.get(timer.delay);
    if (list === undefined) this.#lists.set(timer.delay, { place: timer.before + timer.delay, timers: new Set([timer]) });
    else list.timers.add(timer);
  }

  // Out of its list, whose place changes when one runs, not when one is cleared.
  #delist(timer, hasRun) {
    const list = this.#lists.get(timer.delay);
    list.timers.delete(timer);
    const [first] = list.timers;
    if (first === undefined) this.#lists.delete(timer.delay);
    else if (hasRun) list.place = first.before + first.delay;
  }

  #run(id, now) {
    const task = this.#tasks.get(id);
    rule(task !== undefined, `${id} runs, and nobody started it`);
    rule(!task.ran, `${id} runs twice`);
    rule(!task.cleared, `${id} was cleared and runs`);
    rule(this.#running === undefined || task.kind === 'main', `${id} runs within ${this.#running?.id}`);
    task.ran = true;
    this.#running = task;
    if (task.kind === 'tick' || task.kind === 'job') return this.#runBetween(task);
    rule(this.#ticks.length === 0, `${task.kind} ${id} runs while tick ${this.#ticks[0]?.id} waits`);
    rule(this.#jobs.length === 0, `${task.kind} ${id} runs while job ${this.#jobs[0]?.id} waits`);
    this.#drain = null;
    if (task.kind === 'timer') this.#runTimer(task, now);
    if (task.kind === 'immediate') this.#runImmediate(task);
    else this.#batch = 0;
    if (this.#phase !== task.kind) this.#phases = [this.#phases[1], now];
    this.#phase = task.kind;
  }

  #runBetween(task) {
    const other = task.kind === 'tick' ? 'jobs' : 'ticks';
    const queue = task.kind === 'tick' ? this.#ticks : this.#jobs;
    rule(queue[0] === task, `${task.kind} ${task.id} runs before ${queue[0]?.id}`);
    // A queue is emptied before the other one has its turn; ticks come first.
    const others = other === 'ticks' ? this.#ticks : this.#jobs;
    rule(this.#drain !== other || others.length === 0, `${task.kind} ${task.id} runs while ${other} are not through`);
    rule(this.#drain !== null || task.kind === 'tick' || this.#ticks.length === 0, `job ${task.id} runs before tick ${this.#ticks[0]?.id}`);
    queue.shift();
    this.#drain = task.kind === 'tick' ? 'ticks' : 'jobs';
  }

  #runTimer(task, now) {
    rule(now >= task.before + task.delay - 1, `timer ${task.id} of ${task.delay} ms runs after ${now - task.before} ms`);
    rule(this.#urgent === 0, `timer ${task.id} runs before an immediate that an I/O callback started`);
    if (this.#phase !== 'timer') this.#durations.clear();
    const { place } = this.#lists.get(task.delay);
    for (const other of this.#tasks.values()) {
      if (other.kind !== 'timer' || other.ran || other.cleared) continue;
      const isSurelyEarlier = other.after + other.delay + 3 < place;
      rule(!isSurelyEarlier || this.#durations.has(task.delay), `timer ${task.id} runs before ${other.id}, which was due before it`);
      if (other.delay !== task.delay) continue;
      rule(this.#isYounger(other, task), `timer ${task.id} runs before ${other.id} of the same duration, which was started before it`);
    }
    this.#durations.add(task.delay);
    this.#delist(task, true);
  }

  // Those of one duration: started later.
  #isYounger(one, than) {
    for (const task of this.#tasks.values()) {
      if (task === one) return false;
      if (task === than) return true;
    }
    return false;
  }

  #runImmediate(task) {
    if (this.#batch === 0) this.#batch = this.#immediates.length; // a new turn: those that wait now
    rule(this.#immediates[0] === task, `immediate ${task.id} runs before ${this.#immediates[0]?.id}`);
    this.#immediates.shift();
    this.#batch--;
    if (task.isUrgent) this.#urgent--;
  }

  #clear(id) {
    const task = this.#tasks.get(id);
    task.cleared = true;
    if (task.kind === 'timer') this.#delist(task, false);
    const at = this.#immediates.indexOf(task);
    if (at < 0) return;
    this.#immediates.splice(at, 1);
    if (this.#batch > at) this.#batch--;
    if (task.isUrgent) this.#urgent--;
  }

  #end(id) {
    rule(this.#running?.id === id, `${id} ends and did not run`);
    this.#running = undefined;
  }

  finish() {
    for (const task of this.#tasks.values()) rule(task.ran || task.cleared, `${task.kind} ${task.id} never ran`);
  }
}

/** @param {string} trace what open.js printed @returns {string | undefined} the rule that was broken; undefined: none */
function check(trace) {
  const checker = new Checker();
  const lines = trace.trim().split('\n');
  try {
    lines.forEach((line) => checker.line(line));
    checker.finish();
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
  return undefined;
}

module.exports = { check };
