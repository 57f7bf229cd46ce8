'use strict';
// --test-rerun-failures: a file remembers which tests have passed, attempt by attempt; those are not run again.
const fs = require('fs');
const path = require('path');
const process = require('process_object');

class Reruns {
  #file;
  #attempts; // of before: each {[key]: {name, passed_on_attempt}}
  #declared = new Map(); // key without number -> how often

  /** @param {string} file @throws SyntaxError where it has no JSON */
  constructor(file) {
    this.#file = file;
    this.#attempts = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  }

  /** Counted from 0. */
  get attempt() {
    return this.#attempts.length;
  }

  /** The attempt on which the test that is declared at `location` passed. @returns {number|undefined} */
  passedOn(location) {
    return this.#attempts.at(-1)?.[keyOf(location, this.#declared)]?.passed_on_attempt;
  }

  /** Writes what passes in the run whose events `stream` has, when `end` is called. */
  record(stream) {
    const reported = new Map();
    const passed = {};
    const note = (data) => {
      if (data.file === undefined) return undefined;
      return keyOf(data, reported);
    };
    stream.on('test:fail', note);
    stream.on('test:pass', (data) => {
      const key = note(data);
      if (key === undefined) return;
      passed[key] = { name: data.name, passed_on_attempt: data.details.passed_on_attempt ?? this.attempt };
    });
    this.end = () => fs.writeFileSync(this.#file, JSON.stringify([...this.#attempts, passed], null, 2));
  }

  end = undefined;
}

/** Where a test stands; several tests of one place are numbered in the order of declaration. */
function keyOf({ file, line, column }, counts) {
  const place = `${path.relative(process.cwd(), file)}:${line}:${column}`;
  const before = counts.get(place) ?? 0;
  counts.set(place, before + 1);
  return before === 0 ? place : `${place}:(${before})`;
}

module.exports = { Reruns };
