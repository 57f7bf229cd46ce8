// Which of the files we look after change. Watched are the directories they are in, not the files themselves: editors
// put a new file in place of the old one, and a file that was missing may come.
'use strict';
const fs = require('fs');
const path = require('path');

class Changes {
  #files = new Set();
  #starts = [];              // what the path of a missing module's file would begin with
  #directories = new Map();  // path to its watcher
  #trees = [];
  #changed;                  // (file: string) => void

  /** @param {(file: string) => void} changed called at each change, with the path as it was added */
  constructor(changed) {
    this.#changed = changed;
  }

  /**
   * Looks after one file, whether it is there or not.
   * @param {string} file absolute
   * @param {number} [mtimeMs] of what was read: where the file has changed since, that counts as a change
   */
  add(file, mtimeMs) {
    this.#files.add(file);
    this.#watchDirectory(path.dirname(file));
    if (mtimeMs === undefined) return;
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && stats.mtimeMs !== mtimeMs) this.#changed(file);
  }

  /** Looks for files to come: './missing' may be missing.js or missing/index.js. @param {string} start absolute */
  addMissing(start) {
    this.#starts.push(`${start}.`, `${start}/`);
    this.add(start);
  }

  /** Looks after a file, or all files in a directory and below. */
  addTree(target) {
    const root = path.resolve(target);
    if (!fs.statSync(root).isDirectory()) return this.add(root);
    const watcher = fs.watch(root, { recursive: true }, (type, name) => this.#changed(path.join(root, name ?? '')));
    this.#trees.push(watcher);
  }

  /** Forgets the files; trees stay. */
  clear() {
    this.#files.clear();
    this.#starts = [];
    for (const watcher of this.#directories.values()) watcher.close();
    this.#directories.clear();
  }

  /** Looks after nothing any more. */
  close() {
    this.clear();
    for (const tree of this.#trees.splice(0)) tree.close();
  }

  #watchDirectory(directory) {
    if (this.#directories.has(directory)) return;
    let watcher;
    try {
      watcher = fs.watch(directory, (type, name) => this.#report(path.join(directory, name ?? '')));
    } catch (error) {
      // A directory that is missing may come with the file.
      if (error.code === 'ENOENT' && directory !== '/') return this.#watchDirectory(path.dirname(directory));
      throw error;
    }
    watcher.on('error', () => {
      this.#directories.delete(directory);
      watcher.close();
    });
    this.#directories.set(directory, watcher);
  }

  #report(file) {
    if (this.#files.has(file) || this.#isAwaited(file)) this.#changed(file);
  }

  // Or a directory on the way to it came.
  #isAwaited(file) {
    return this.#starts.some((start) => file.startsWith(start) || start.startsWith(`${file}/`));
  }
}

module.exports = { Changes };
