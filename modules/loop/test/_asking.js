// Starts programs and asks them by `eddy loop`.
'use strict';
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-ask-')));
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true });
});

// A program whose loop has work in each turn, and whose line tells when to ask.
const BUSY = [
  'setInterval(function work() {',
  '  for (let i = 0, end = 1e5; i < end; i++) Math.sqrt(i);',
  '}, 1);',
  'setTimeout(() => console.log("runs"), 1);',
].join('\n');

/** Writes a program; gives its path. */
function plant(name, source) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, source);
  return file;
}

/** Starts `eddy ...args`; resolves with the child once it has printed its first line, which is its `line`. */
async function start(args, options = {}) {
  const child = spawn(options.command ?? process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], ...options });
  children.add(child);
  child.on('exit', () => children.delete(child));
  child.errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { child.errors += text; });
  child.stdout.setEncoding('utf8');
  let text = '';
  for await (const [chunk] of chunks(child)) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  child.line = text.split('\n')[0];
  return child;
}

async function* chunks(child) {
  const ended = once(child, 'close').then(() => undefined);
  for (;;) {
    const chunk = await Promise.race([once(child.stdout, 'data'), ended]);
    if (chunk === undefined) throw new Error(`ended before it printed a line: ${child.errors}`);
    yield chunk;
  }
}

/** Ends a child that start() began. */
async function stop(child, signal = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Runs `eddy ...args` to its end. @returns {Promise<{code: number, stdout: string, stderr: string}>} */
function eddy(args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(options.command ?? process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => { output[name] += text; });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

module.exports = { BUSY, folder, plant, start, stop, eddy };
