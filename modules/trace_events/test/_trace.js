'use strict';
// Runs a program that records trace events, and reads what it wrote.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * @param {string[]} options of the program
 * @param {string} code its text
 * @returns {{status, signal, stderr, files: string[], pid: number, events: object[], metadata: object[]}} the last three of
 *   node_trace.1.log, or of what `name` names; none where there is no such file
 */
function record(options, code, name = 'node_trace.1.log') {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-trace-'));
  try {
    fs.writeFileSync(path.join(cwd, 'program.js'), code);
    const { status, signal, stderr, pid } = spawnSync(process.execPath, [...options, 'program.js'], { cwd, encoding: 'utf8' });
    const files = fs.readdirSync(cwd).filter((file) => file !== 'program.js').sort();
    const file = path.join(cwd, name.replaceAll('${pid}', pid));
    const all = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).traceEvents : undefined;
    const events = all?.filter(({ cat }) => cat !== '__metadata');
    const metadata = all?.filter(({ cat }) => cat === '__metadata');
    return { status, signal, stderr, pid, files, events, metadata };
  } finally {
    fs.rmSync(cwd, { recursive: true });
  }
}

/** Events in one line each: 'phase name', with the arguments where they are asked for. */
function shown(events, withArgs = false) {
  return events.map(({ ph, name, args }) => `${ph} ${name}${withArgs ? ` ${JSON.stringify(args)}` : ''}`);
}

module.exports = { record, shown };
