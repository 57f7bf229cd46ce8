// util.setTraceSigInt and --trace-sigint: SIGINT ends the program as ever, after a stack trace of what ran, if anything did.
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const TITLE = 'KEYBOARD_INTERRUPT: Script execution was interrupted by `SIGINT`';

/** Resolves when the process, which has just written something, is busy with what comes behind that, or waits. */
async function isAtRest(pid) {
  const look = () => {
    const [state, ...fields] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return { state, ticks: Number(fields[10]) + Number(fields[11]) }; // of processor time, 10 ms each
  };
  const { ticks } = look();
  let waits = 0;
  await finish.until(() => {
    const now = look();
    waits = now.state === 'S' ? waits + 1 : 0;
    return waits >= 5 || now.ticks >= ticks + 5;
  });
}

/** Runs `source`; sends SIGINT once it has written something, and returns how it ended and what stderr got. */
async function interrupt(source, ...options) {
  const child = spawn(process.execPath, [...options, '-e', source], { env: { ...process.env, NODE_DISABLE_COLORS: '1' } });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => errors += text);
  child.stdout.once('data', async () => {
    await isAtRest(child.pid);
    child.kill('SIGINT');
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, errors };
}

const BUSY = `function busy() { require('fs').writeSync(1, 'x'); while (true); } busy()`;
const IDLE = `setInterval(() => {}, 1e6); setTimeout(() => require('fs').writeSync(1, 'x'), 1)`;

async function main() {
  for (const [source, ...options] of [[BUSY, '--trace-sigint'], [`require('util').setTraceSigInt(true); ${BUSY}`]]) {
    const { signal, errors } = await interrupt(source, ...options);
    assert.strictEqual(signal, 'SIGINT');
    const [title, first, second] = errors.split('\n');
    assert.strictEqual(title, TITLE);
    assert.match(first, /^ {4}at busy \(\[eval\]:1:\d+\)$/);
    assert.match(second, /^ {4}at \[eval\]:1:\d+$/);
  }

  const { signal, errors } = await interrupt(IDLE, '--trace-sigint');
  assert.strictEqual(signal, 'SIGINT');
  assert.strictEqual(errors.trim(), TITLE);

  const off = await interrupt(`require('util').setTraceSigInt(false); ${BUSY}`, '--trace-sigint');
  assert.deepStrictEqual(off, { code: null, signal: 'SIGINT', errors: '' });

  const listening = await interrupt(`process.on('SIGINT', () => process.exit(3)); ${IDLE}`, '--trace-sigint');
  assert.deepStrictEqual(listening, { code: 3, signal: null, errors: '' });

  const unheard = await interrupt(`const f = () => {}; process.on('SIGINT', f).off('SIGINT', f); ${IDLE}`, '--trace-sigint');
  assert.strictEqual(unheard.signal, 'SIGINT');
  assert.strictEqual(unheard.errors.trim(), TITLE);

  const worker = new Worker(`require('util').setTraceSigInt(true)`, { eval: true });
  const [error] = await once(worker, 'error');
  assert.strictEqual(error.code, 'ERR_WORKER_UNSUPPORTED_OPERATION');
  assert.strictEqual(error.message, 'Calling util.setTraceSigInt is not supported in workers');
}

finish(main);
