// Programs that a debugger is to look into: each in a process of its own, in a folder of its own.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Debuggee: Program } = require(path.join(process.env.PEERS_ROOT, 'modules/inspector/test/_client.js'));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-debuggers-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes a program. @returns {string} its path */
function write(name, text) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

/** A program that adds in a callback, and then catches an error; `types` stands behind each parameter: ': number'. */
const adding = (types = '') => `function add(a${types}, b${types}) {
  const sum = a + b;
  return sum;
}
setTimeout(function later() {
  console.log(add(1, 2));
  try { throw new RangeError('caught'); } catch {}
}, 1);
`;

/** A program in that folder. */
class Debuggee extends Program {
  constructor(args) {
    super(args, { cwd: folder });
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
    const { code, signal } = await debuggee.ended;
    return [...result, `printed ${JSON.stringify(debuggee.stdout)}`, `ended by ${code ?? signal}`].join('; ');
  } finally {
    debuggee.process.kill('SIGKILL');
  }
}

module.exports = { Debuggee, adding, debug, folder, write };
