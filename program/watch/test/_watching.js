'use strict';
// A folder of programs, and watchers of them, which tell on standard output, one line at a time, what they do.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watch-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

/** A file's path. */
const at = (name) => path.join(folder, name);

/** Writes a file as editors do: a new one takes the old one's name, so that nobody ever sees half of it, and it changes once. */
function put(name, text) {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at('next'), text);
  fs.renameSync(at('next'), at(name));
}

/** What a watcher prints when its program has ended; `how`: 'Completed' or 'Failed'. */
const ended = (how, name) => `${how} running '${name}'. Waiting for file changes before restarting...`;

/**
 * Runs a watcher until `steps` were seen in order: lines that are printed, each with what is to be done then, if anything. Any
 * other line is an error.
 * @param {string[]} args @param {[string, Function?][]} steps @param {object} [options] of spawn()
 * @returns {Promise<string>} what it wrote to standard error
 */
async function watching(args, steps, options) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const closed = once(child, 'close');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
  const left = [...steps];
  try {
    for await (const line of readline.createInterface({ input: child.stdout })) {
      if (line === 'Waiting for graceful termination...' || line.startsWith('Gracefully restarted')) continue;
      const [expected, action] = left.shift() ?? [];
      assert.strictEqual(line, expected, errors);
      action?.();
      if (left.length === 0) child.kill();
    }
  } finally {
    child.kill();
  }
  await closed;
  assert.deepStrictEqual(left, [], errors);
  return errors;
}

module.exports = { at, ended, folder, put, watching };
