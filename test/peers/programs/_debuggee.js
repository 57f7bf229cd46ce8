// Programs that a debugger is to look into: each in a process of its own, in a folder of its own.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-debuggers-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes a program. @returns {string} its path */
function write(name, text) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

/** A process, what it has printed so far, and the URL where it listens. */
class Debuggee {
  stdout = '';
  stderr = '';
  #waiting = [];

  constructor(args) {
    this.process = spawn(process.execPath, args, { cwd: folder });
    for (const name of ['stdout', 'stderr']) {
      this.process[name].setEncoding('utf8').on('data', (text) => {
        this[name] += text;
        this.#look();
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) => {
        this.isClosed = true;
        resolve(code ?? signal);
        this.#look();
      });
    });
  }

  #look() {
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  /** What `pattern` matches in what `name` ('stdout', 'stderr') has printed, once it is there. */
  find(pattern, name = 'stderr') {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this[name]);
        if (match) resolve(match);
        else if (this.isClosed) reject(new Error(`${pattern} is not in ${this[name]}`));
        return match !== null || this.isClosed;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  async url() {
    return (await this.find(/Debugger listening on (ws:\S+)\n/))[1];
  }
}

/**
 * Starts a program, and gives it to use(debuggee).
 * @param {string[]} args
 * @returns {Promise<string>} what use() gave, what the program printed, and how it ended
 */
async function debug(args, use) {
  const debuggee = new Debuggee(args);
  try {
    const result = await use(debuggee);
    const ending = await debuggee.ended;
    return [...result, `printed ${JSON.stringify(debuggee.stdout)}`, `ended by ${ending}`].join('; ');
  } finally {
    debuggee.process.kill('SIGKILL');
  }
}

module.exports = { Debuggee, debug, folder, write };
