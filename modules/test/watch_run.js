'use strict';
// run({watch}): test files run again, in processes of their own, when they or what they loaded change. Each round is a run with
// totals of its own; its events go to the one stream that run() gave.
const path = require('path');
const fs = require('fs');
const { setTimeout, clearTimeout } = require('timers');
const { findTestFiles } = require('test/files');

const SETTLE_MS = 200; // changes so close together are one

/** Stands for a harness's stream: passes events on. */
class Branch {
  #stream;

  constructor(stream) {
    this.#stream = stream;
  }

  send(type, data) {
    this.#stream.send(type, data);
  }

  on() {}
  end() {}
}

class WatchedRun {
  #stream;
  #options;       // run()'s, checked
  #makeHarness;   // (): Harness
  #changes;
  #used = new Map(); // test file -> files that it loaded
  #changed = new Set();
  #timer;
  #isRunning = false;
  #ended = Promise.withResolvers();
  #hasEnded = false;

  /** @param {TestsStream} stream @param {object} options @param {(stream) => Harness} makeHarness */
  constructor(stream, options, makeHarness) {
    this.#stream = stream;
    this.#options = options;
    this.#makeHarness = makeHarness;
    const { Changes } = require('watch/changes');
    this.#changes = new Changes((file) => this.#onChange(file));
  }

  /** @returns {Promise<void>} fulfilled when the signal aborts, or end() is called */
  async run() {
    const { signal, files, cwd } = this.#options;
    signal?.addEventListener('abort', () => this.end(), { once: true });
    if (signal?.aborted) return;
    if (files === undefined || files === null) this.#changes.addTree(cwd);
    await this.#round(this.#testFiles());
    await this.#ended.promise;
  }

  end() {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#changes.close();
    this.#ended.resolve();
  }

  /** Those that exist now, or that were asked for by name. */
  #testFiles() {
    const { files, cwd, globPatterns } = this.#options;
    return (files ?? findTestFiles(cwd, globPatterns)).map((file) => path.resolve(cwd, file));
  }

  async #round(files) {
    this.#isRunning = true;
    this.#changed.clear();
    for (const file of files) {
      this.#used.set(file, new Set([file]));
      this.#changes.add(file);
    }
    const { runInProcesses } = require('test/run_files');
    const harness = this.#makeHarness(new Branch(this.#stream));
    const names = files.map((file) => path.relative(this.#options.cwd, file));
    await runInProcesses(harness, names, { ...this.#options, onReport: (file, line) => this.#onReport(file, line) });
    await harness.finish();
    this.#isRunning = false;
    if (this.#hasEnded) return;
    this.#stream.send('test:watch:drained', undefined);
    this.#settle();
  }

  /** What module/watch_report tells of a test file's process. */
  #onReport(file, line) {
    if (line[0] === '?') {
      this.#changes.addMissing(line.slice(1));
      return;
    }
    const space = line.indexOf(' ');
    const loaded = line.slice(space + 1);
    this.#used.get(file)?.add(loaded);
    this.#changes.add(loaded, Number(line.slice(1, space)));
  }

  #onChange(file) {
    this.#changed.add(file);
    this.#settle();
  }

  #settle() {
    if (this.#isRunning || this.#hasEnded || this.#changed.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rerun(), SETTLE_MS);
  }

  #rerun() {
    const isGiven = Boolean(this.#options.files);
    const present = new Set(this.#testFiles());
    const affected = [];
    for (const file of present) {
      const used = this.#used.get(file);
      if (used === undefined || [...used].some((one) => this.#changed.has(one))) affected.push(file);
    }
    for (const file of this.#used.keys()) if (!present.has(file)) this.#used.delete(file);
    this.#changed.clear();
    const runnable = isGiven ? affected : affected.filter((file) => fs.existsSync(file));
    if (runnable.length === 0) return;
    this.#stream.send('test:watch:restarted', undefined);
    this.#round(runnable).catch((error) => this.#stream.destroy(error));
  }
}

module.exports = { WatchedRun };
