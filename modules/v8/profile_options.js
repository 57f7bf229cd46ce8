'use strict';
// --cpu-prof and --heap-prof: profiles of a whole thread, written when it ends.

const path = require('path');
const process = require('process_object');
const { addEndWork } = require('exit_work');
const { getOption } = require('options');
const { PrivateSession } = require('v8/inspector_session');

let written = 0;

// CPU.20260131.235959.PID.THREAD.001.cpuprofile
function defaultName(prefix, extension) {
  const now = new Date();
  const digits = (number, count = 2) => String(number).padStart(count, '0');
  const date = `${now.getFullYear()}${digits(now.getMonth() + 1)}${digits(now.getDate())}`;
  const time = `${digits(now.getHours())}${digits(now.getMinutes())}${digits(now.getSeconds())}`;
  const threadId = binding('worker').threadId();
  return `${prefix}.${date}.${time}.${process.pid}.${threadId}.${digits(++written, 3)}.${extension}`;
}

// Where a profile goes. Of several threads, the second would overwrite a file with a given name: as on Node, it does.
function fileOf(option, prefix, extension) {
  const name = getOption(`${option}-name`)?.replaceAll('${pid}', process.pid) ?? defaultName(prefix, extension);
  const directory = getOption(`${option}-dir`) ?? getOption('--diagnostic-dir') ?? '';
  return path.resolve(directory, name);
}

function write(file, profile) {
  const fs = require('fs');
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(profile));
  } catch (error) {
    process._rawDebug(`${process.argv0}: Failed to write file ${file}: ${error.message}`);
  }
}

/** Begins a profile; `stop` gives it. It is written once, when the thread ends. */
function keepUntilEnd(file, stop) {
  let isDone = false;
  addEndWork(() => {
    if (isDone) return;
    isDone = true;
    write(file(), stop());
  });
}

function startCpuProfile() {
  const session = new PrivateSession();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: getOption('--cpu-prof-interval') ?? 1000 });
  session.post('Profiler.start');
  keepUntilEnd(() => fileOf('--cpu-prof', 'CPU', 'cpuprofile'), () => session.post('Profiler.stop').profile);
}

function startHeapProfile() {
  const session = new PrivateSession();
  session.post('HeapProfiler.enable');
  session.post('HeapProfiler.startSampling', { samplingInterval: getOption('--heap-prof-interval') ?? 512 * 1024 });
  keepUntilEnd(() => fileOf('--heap-prof', 'Heap', 'heapprofile'), () => session.post('HeapProfiler.stopSampling').profile);
}

/** What the command line asks for, in this thread. */
function start() {
  if (getOption('--cpu-prof')) startCpuProfile();
  if (getOption('--heap-prof')) startHeapProfile();
}

module.exports = { start };
