'use strict';
// A person at the debugger's prompt.
const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** Writes {name: text} into a folder, which is removed when the process ends. @returns {string} the folder */
function folderWith(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'debugger-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

class Debugger {
  output = '';          // since the last line that was entered
  errors = '';
  #looks = new Set();

  constructor(args, options = {}) {
    this.process = spawn(process.execPath, ['inspect', ...args], options);
    this.process.stdin.on('error', () => {});
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      this.output += text.replaceAll('\b', '');
      this.#look();
    });
    this.process.stderr.setEncoding('utf8').on('data', (text) => { this.errors += text; });
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) => {
        this.isClosed = true;
        this.#look();
        resolve({ code, signal });
      });
    });
  }

  #look() {
    for (const look of this.#looks) look();
  }

  /** What matches in the output since the last line that was entered, once it is there. */
  find(pattern) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (!match && !this.isClosed) return;
        this.#looks.delete(look);
        if (match) resolve(match);
        else reject(new Error(`${pattern} is not in ${JSON.stringify(this.output)}, ${JSON.stringify(this.errors)}`));
      };
      this.#looks.add(look);
      look();
    });
  }

  /** Enters a line; gives what matches in the output from then on. */
  enter(line, pattern) {
    this.output = '';
    this.process.stdin.write(`${line}\n`);
    return this.find(pattern);
  }

  /** Ends the input, and so the debugger. */
  leave() {
    this.process.stdin.end();
    return this.ended;
  }
}

/** Debugs a program of `files`, the first of them, until it is paused at its beginning. Then use(debugger, folder). */
async function debug(files, use) {
  const folder = folderWith(files);
  const [program] = Object.keys(files);
  const session = new Debugger(['--port=0', program], { cwd: folder });
  try {
    await session.find(/Break on start in [^]*\ndebug> $/);
    await use(session, folder);
    const { code, signal } = await session.leave();
    if (code !== 0) throw new Error(`the debugger ended with ${code ?? signal}: ${session.errors}`);
  } finally {
    session.process.kill('SIGKILL');
  }
}

module.exports = { Debugger, debug, folderWith };
