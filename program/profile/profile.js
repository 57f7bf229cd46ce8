'use strict';
// eddy profile: where a program spends its processor time. `eddy profile app.js` samples it from its begin to its end,
// `eddy profile PID 5s` one that runs. Both end in a table of the hottest functions and two files.
//
//   command line -> arguments -+-> begin()     this process is the program: its own inspector samples it
//                              `-> running     another one's does, over a WebSocket
//   V8's profile, native stacks -> native_names, native_frames -> one profile with both
//   -> NAME.cpuprofile; -> stacks -> hottest (the table), pprof (NAME.pb.gz)

const process = require('process_object');
const { isCommand, parse, usage, BadUsage } = require('profile/arguments');

const INVALID_ARGUMENT = 9; // exit codes
const FAILED = 1;
const SIGNALS = { __proto__: null, SIGINT: 2, SIGTERM: 15 };

/**
 * Does what the command line asks for. @returns {boolean} whether a program is to be run now: process.argv is then its
 */
function begin() {
  let request;
  try {
    request = parse(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof BadUsage)) throw error;
    process.stderr.write(`eddy profile: ${error.message}\n${usage()}`);
    process.exitCode = INVALID_ARGUMENT;
    return false;
  }
  if (request === undefined) {
    process.stdout.write(usage());
    return false;
  }
  if (request.pid !== undefined) {
    profileRunning(request);
    return false;
  }
  process.argv.splice(1, Infinity, ...request.program);
  profileThis(request);
  return true;
}

// --- This process. ---

function profileThis(request) {
  const { PrivateSession } = require('v8/inspector_session');
  const session = new PrivateSession();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: request.interval });
  let isDone = false;
  require('exit_work').addEndWork(() => {
    if (isDone) return;
    isDone = true;
    const { profile } = session.post('Profiler.stop');
    const native = session.post('NativeStacks.stop');
    report(request, profile, native, (text) => process._rawDebug(text.trimEnd()));
  });
  for (const signal of Object.keys(SIGNALS)) process.on(signal, endUnlessHandled);
  session.post('Profiler.start');
  session.post('NativeStacks.start');
}

// A server is ended by Ctrl-C, and its profile is to be written all the same.
function endUnlessHandled(signal) {
  if (process.listenerCount(signal) === 1) process.exit(128 + SIGNALS[signal]);
}

// --- Another one. ---

async function profileRunning(request) {
  const { profileOf, CannotProfile } = require('profile/running');
  try {
    const { profile, native } = await profileOf(request);
    report(request, profile, native, (text) => process.stdout.write(text));
  } catch (error) {
    if (!(error instanceof CannotProfile)) throw error;
    process.stderr.write(`eddy profile: ${error.message}\n`);
    process.exitCode = FAILED;
  }
}

// --- What comes of it. ---

function report(request, profile, native, print) {
  const { addNativeFrames } = require('profile/native_frames');
  const { nameAll } = require('profile/native_names');
  const { stacksOf } = require('profile/stacks');
  const { hottest } = require('profile/hottest');
  if (native !== undefined) addNativeFrames(profile, native, nameAll(native, request.pid ?? process.pid));
  const stacks = stacksOf(profile);
  const name = request.output ?? `profile-${request.pid ?? process.pid}`;
  print(hottest(stacks, request.rows));
  write(`${name}.cpuprofile`, () => JSON.stringify(profile), print);
  write(`${name}.pb.gz`, () => require('profile/pprof').encode(profile, stacks), print);
}

function write(file, make, print) {
  try {
    require('fs').writeFileSync(file, make());
    print(`${file}\n`);
  } catch (error) {
    print(`eddy profile: ${file} cannot be written: ${error.message}\n`);
    process.exitCode = FAILED;
  }
}

module.exports = { isCommand, begin };
