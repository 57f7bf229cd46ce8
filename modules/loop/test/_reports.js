// Runs programs under --loop-watch and reads what is written.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-loop-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

// What planted programs begin with: block() returns when the watch knows enough of the callback it is called in. One line.
const BEGIN = "const loop = require('eddy:loop'); const LIMIT = 40; const isEnough = () => { const r = loop.running(); return r.samples >= 12 && r.duration >= 2 * LIMIT; };\n";

/** Writes a program of these lines; gives its path. The first of `lines` is line 2 of the file. */
function plant(name, lines) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, BEGIN + lines.join('\n'));
  return file;
}

/** Runs `eddy ...args` in the folder of the programs. @returns {Promise<{code: number, stdout: string, stderr: string}>} */
function run(args, onOutput = undefined) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        output[name] += text;
        onOutput?.(output, child);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

module.exports = { folder, plant, run };
