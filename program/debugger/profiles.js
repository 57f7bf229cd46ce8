'use strict';
// CPU profiles and heap snapshots of the program, and the files they are written to.

const { inspect } = require('util');

/** A CPU profile that has been taken. */
class Profile {
  #data;
  #terminal;

  constructor(data, terminal) {
    this.#data = data;
    this.#terminal = terminal;
  }

  /** Writes it as JSON. */
  async save(filename = 'node.cpuprofile') {
    const path = require('path').resolve(filename);
    await require('fs').promises.writeFile(path, JSON.stringify(this.#data));
    this.#terminal.print(`Saved profile to ${path}`);
  }

  [inspect.custom]() {
    return `[Profile ${this.#data.endTime - this.#data.startTime}\u03bcs]`;
  }
}

class Profiles {
  #client;
  #terminal;
  list = [];            // shown to the person, with whose indices they are saved

  constructor(client, terminal) {
    this.#client = client;
    this.#terminal = terminal;
    client.on('Profiler.consoleProfileFinished', ({ profile }) => {
      this.#add(profile);
      terminal.print(`Captured new CPU profile.\nAccess it with profiles[${this.list.length - 1}]`);
      terminal.showPrompt();
    });
  }

  async begin() {
    await this.#client.request('Profiler.start');
  }

  async end() {
    const { profile } = await this.#client.request('Profiler.stop');
    return this.#add(profile);
  }

  #add(data) {
    const profile = new Profile(data, this.#terminal);
    this.list.push(profile);
    return profile;
  }
}

/** Takes heap snapshots, one after the other: their chunks do not say whose they are. */
class HeapSnapshots {
  #client;
  #terminal;
  #last = Promise.resolve();

  constructor(client, terminal) {
    this.#client = client;
    this.#terminal = terminal;
  }

  /** Writes a snapshot to a file, and shows how far it is. */
  take(filename = 'node.heapsnapshot') {
    const taken = this.#last.then(() => this.#take(filename));
    this.#last = taken.catch(() => {});
    return taken;
  }

  async #take(filename) {
    const path = require('path').resolve(filename);
    const file = require('fs').createWriteStream(path);
    const finished = require('stream').promises.finished(file);
    finished.catch(() => {});           // it is awaited below
    await require('events').once(file, 'open');
    const terminal = this.#terminal;
    let written = 0;
    const onProgress = ({ done, total, finished }) => {
      terminal.write(finished ? 'Heap snapshot prepared.\n' : `Heap snapshot: ${done}/${total}`);
    };
    const onChunk = ({ chunk }) => {
      file.write(chunk);
      written += chunk.length;
      terminal.write(`Writing snapshot: ${written}`);
    };
    this.#client.on('HeapProfiler.reportHeapSnapshotProgress', onProgress);
    this.#client.on('HeapProfiler.addHeapSnapshotChunk', onChunk);
    try {
      await this.#client.request('HeapProfiler.takeHeapSnapshot', { reportProgress: true });
    } finally {
      this.#client.off('HeapProfiler.reportHeapSnapshotProgress', onProgress);
      this.#client.off('HeapProfiler.addHeapSnapshotChunk', onChunk);
      file.end();
    }
    await finished;
    terminal.print(`Wrote snapshot: ${path}`);
  }
}

module.exports = { Profiles, HeapSnapshots };
