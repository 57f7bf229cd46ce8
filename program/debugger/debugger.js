'use strict';
// eddy inspect: a debugger in the terminal. It is a client of the inspector of another process, over a WebSocket.
// Also shown: client.
//
//   words -> arguments -> target       starts the program, or finds the one that runs; where its inspector listens
//                           `-> client   requests and events (client.js), over frames (websocket.js)
//   lines -> prompt -> commands        what a program in the prompt's context may call: steps, breakpoints, scripts ...
//   Debugger.paused -> session         where it is paused, the watched expressions, the source around it -> terminal

const process = require('process_object');
const { ERR_DEBUGGER_STARTUP_ERROR } = require('errors');

const INVALID_ARGUMENT = 9;     // exit codes
const FAILED = 1;

/** Runs the debugger with what the command line says. */
function main() {
  const { parse, usage } = require('debugger/arguments');
  const request = parse(process.argv.slice(2));
  if (request === undefined) {
    process.stderr.write(usage());
    process.exit(INVALID_ARGUMENT);
  }
  const { Session } = require('debugger/session');
  const session = new Session(request);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => session.end());
  session.begin().catch(fail);
}

// What keeps the debugger from beginning is said in one line; anything else is a fault of ours.
function fail(error) {
  if (error instanceof ERR_DEBUGGER_STARTUP_ERROR) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`The debugger failed:\n${error?.stack ?? error}\n`);
  process.exit(FAILED);
}

module.exports = { main };
