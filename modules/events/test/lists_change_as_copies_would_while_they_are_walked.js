'use strict';
// Listeners that add and remove others, emit and throw, at random: an EventEmitter calls what a model calls that copies its lists
// at each step. SEED=number repeats a run.
const assert = require('node:assert');
const { EventEmitter } = require('node:events');
const { randomFrom } = require('../../../test/_random');

const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 32));
const random = randomFrom(seed);

class Model {
  #lists = new Map();
  #list(type) { return this.#lists.get(type) ?? []; }
  on(type, listener) { this.#lists.set(type, [...this.#list(type), listener]); }
  prependListener(type, listener) { this.#lists.set(type, [listener, ...this.#list(type)]); }
  off(type, listener) {
    const list = [...this.#list(type)];
    const index = list.lastIndexOf(listener);
    if (index >= 0) list.splice(index, 1);
    this.#lists.set(type, list);
  }
  listenerCount(type) { return this.#list(type).length; }
  listeners(type) { return [...this.#list(type)]; }
  emit(type, ...args) {
    for (const listener of this.#list(type)) listener(...args);
  }
}

const TYPES = ['a', 'b'];
const ACTIONS = ['on', 'on', 'prependListener', 'off', 'off', 'emit', 'throw'];

/** What each listener does when it is called for the first time, the second time ...: [action, emitter, type, listener]. */
function makePlan() {
  return Array.from({ length: 6 }, () => Array.from({ length: 3 }, () => (
    [ACTIONS[random(ACTIONS.length)], random(2), TYPES[random(2)], random(6)])));
}

function run(Emitter, plan, steps) {
  const log = [];
  const emitters = [new Emitter(), new Emitter()];
  const act = ([action, which, type, index]) => {
    const emitter = emitters[which];
    if (action === 'throw') throw new Error('thrown by a listener');
    else if (action === 'emit') emitter.emit(type, which);
    else if (emitter.listenerCount(type) < 9 || action === 'off') emitter[action](type, listeners[index]);
  };
  const listeners = plan.map((actions, index) => {
    let calls = 0;
    return (which) => {
      log.push(`${index} of ${which}`);
      if (calls < actions.length) act(actions[calls++]);
    };
  });
  for (const step of steps) {
    try {
      act(step);
    } catch (error) {
      log.push(error.message);
    }
    for (const emitter of emitters) {
      for (const type of TYPES) log.push(emitter.listeners(type).map((listener) => listeners.indexOf(listener)).join());
    }
  }
  return log;
}

for (let i = 0; i < 400; i++) {
  const plan = makePlan();
  const steps = Array.from({ length: 30 }, () => [ACTIONS[random(ACTIONS.length)], random(2), TYPES[random(2)], random(6)]);
  assert.deepStrictEqual(run(EventEmitter, plan, steps), run(Model, plan, steps), `SEED=${seed}, program ${i}`);
}
