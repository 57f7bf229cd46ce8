'use strict';
// The first contact with an inspector that may not listen yet.

const { ERR_DEBUGGER_STARTUP_ERROR } = require('errors');

const ATTEMPTS = 5;
const DELAY_MS = 500;           // grows with each attempt
const PATIENT = 4;              // times as many attempts for a process that was only just asked to listen

/** Connects a client, and shows on the terminal what it does. @throws ERR_DEBUGGER_STARTUP_ERROR when nobody listens */
async function connect(client, { host, port }, terminal, { isPatient }) {
  const { setTimeout: sleep } = require('timers/promises');
  terminal.write(`connecting to ${host}:${port} ...`);
  for (let left = isPatient ? ATTEMPTS * PATIENT : ATTEMPTS, delay = DELAY_MS; ; delay = Math.min(delay * 1.3, 2000)) {
    try {
      await client.connect(host, port);
      return terminal.append(' ok\n');
    } catch (error) {
      if (error.code !== 'ECONNREFUSED') {
        terminal.append('\n');
        throw error.syscall === undefined ? error : new ERR_DEBUGGER_STARTUP_ERROR(error.message);
      }
    }
    if (--left === 0) {
      terminal.append(' failed to connect, please retry\n');
      throw new ERR_DEBUGGER_STARTUP_ERROR(`Nobody listens at ${host}:${port}.`);
    }
    terminal.append('.');
    await sleep(delay);
  }
}

module.exports = { connect };
