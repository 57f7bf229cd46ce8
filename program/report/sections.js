// The parts of a diagnostic report.
'use strict';
const native = binding('report');
const process = require('process_object');

const REPORT_VERSION = 5;
const MICROSECONDS = 1e6;

/**
 * A report is asked for when something is wrong already: a part that cannot be made, for want of a working directory, of
 * descriptors, of memory, is left out, and the rest is written.
 */
function attempt(make, otherwise) {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

// What the thread that a report is of knows alone: this one, as a rule.
const ownFacts = {
  heapStatistics: () => binding('v8').heapStatistics(),
  heapSpaceStatistics: () => binding('v8').heapSpaceStatistics(),
  nativeStack: () => native.nativeStack(),
  /** Microseconds: [of the program, of the system]. */
  threadUsage() {
    const { user, system } = process.threadCpuUsage();
    return [user, system];
  },
  handles: (names) => native.handles(names),
};

/**
 * @param {{event, trigger, error, filename, threadId}} cause why there is a report; `threadId` as a rule this thread's
 * @param {{excludeNetwork, excludeEnv}} settings
 * @param {object} [facts] as those above, of another thread
 */
function compose(cause, { excludeNetwork, excludeEnv }, facts = ownFacts) {
  const report = {
    header: attempt(() => header(cause, excludeNetwork), {}),
    javascriptStack: attempt(() => javascriptStack(cause.error), {}),
    javascriptHeap: attempt(() => javascriptHeap(facts), {}),
    nativeStack: attempt(() => nativeStack(facts), []),
    resourceUsage: attempt(resourceUsage, {}),
    uvthreadResourceUsage: attempt(() => threadUsage(facts), {}),
    libuv: attempt(() => handles(facts, !excludeNetwork), []),
    workers: attempt(() => require('report/workers').reports({ excludeNetwork, excludeEnv }), []),
  };
  if (!excludeEnv) report.environmentVariables = attempt(() => ({ ...process.env }), {});
  report.userLimits = attempt(userLimits, {});
  report.sharedObjects = attempt(() => native.sharedObjects(), []);
  return report;
}

function threadId() {
  return binding('worker').threadId();
}

function header({ event, trigger, filename, threadId: thread = threadId() }, excludeNetwork) {
  const os = require('os');
  const now = new Date();
  const [glibcVersionRuntime, glibcVersionCompiler] = native.glibcVersions();
  return {
    reportVersion: REPORT_VERSION,
    event,
    trigger,
    filename,
    dumpEventTime: `${now.toISOString().slice(0, -'.000Z'.length)}Z`,
    dumpEventTimeStamp: String(now.getTime()),
    processId: process.pid,
    threadId: thread,
    cwd: attempt(() => process.cwd(), ''),
    commandLine: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    nodejsVersion: process.version,
    glibcVersionRuntime,
    glibcVersionCompiler,
    wordSize: 64,
    arch: process.arch,
    platform: process.platform,
    componentVersions: { ...process.versions },
    release: { ...process.release },
    osName: os.type(),
    osRelease: os.release(),
    osVersion: os.version(),
    osMachine: os.machine(),
    cpus: attempt(() => os.cpus().map(({ model, speed, times: { user, nice, sys, idle, irq } }) => (
      { model, speed, user, nice, sys, idle, irq })), []),
    ...(excludeNetwork ? undefined : { networkInterfaces: attempt(() => networkInterfaces(os), []) }),
    host: attempt(() => os.hostname(), ''),
  };
}

function networkInterfaces(os) {
  return Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) => (
    addresses.map(({ internal, mac, address, netmask, family, scopeid }) => (
      { name, internal, mac, address, netmask, family, ...(scopeid === undefined ? undefined : { scopeid }) }))));
}

function javascriptStack(error) {
  if (error === null || typeof error !== 'object') return { message: String(error), errorProperties: {} };
  const { stack } = error;
  if (typeof stack !== 'string') {
    return { message: 'No stack.', stack: ['Unavailable.'], errorProperties: errorProperties(error) };
  }
  // A message of several lines ends where the frames begin.
  const frames = stack.search(/\n\s+at /);
  const [message, ...lines] = frames < 0 ? stack.split('\n') : [stack.slice(0, frames), ...stack.slice(frames + 1).split('\n')];
  return {
    message,
    ...(lines.length === 0 ? undefined : { stack: lines.map((line) => line.trim()) }),
    errorProperties: errorProperties(error),
  };
}

function errorProperties(error) {
  const properties = {};
  for (const [name, value] of Object.entries(error)) {
    try {
      properties[name] = String(value);
    } catch {
      // One that cannot be described is left out.
    }
  }
  return properties;
}

function javascriptHeap(facts) {
  const heap = facts.heapStatistics();
  const heapSpaces = {};
  for (const space of facts.heapSpaceStatistics()) {
    heapSpaces[space.space_name] = {
      memorySize: space.space_size,
      committedMemory: space.physical_space_size,
      capacity: space.space_used_size + space.space_available_size,
      used: space.space_used_size,
      available: space.space_available_size,
    };
  }
  return {
    totalMemory: heap.total_heap_size,
    executableMemory: heap.total_heap_size_executable,
    totalCommittedMemory: heap.total_physical_size,
    availableMemory: heap.total_available_size,
    totalGlobalHandlesMemory: heap.total_global_handles_size,
    usedGlobalHandlesMemory: heap.used_global_handles_size,
    usedMemory: heap.used_heap_size,
    memoryLimit: heap.heap_size_limit,
    mallocedMemory: heap.malloced_memory,
    externalMemory: heap.external_memory,
    peakMallocedMemory: heap.peak_malloced_memory,
    nativeContextCount: heap.number_of_native_contexts,
    detachedContextCount: heap.number_of_detached_contexts,
    doesZapGarbage: heap.does_zap_garbage,
    heapSpaces,
  };
}

function nativeStack(facts) {
  const words = facts.nativeStack();
  return Array.from({ length: words.length / 2 }, (_, i) => ({ pc: words[2 * i], symbol: words[2 * i + 1] }));
}

// Shares of the time since the process started.
function cpuShares(user, system) {
  const lived = process.uptime() * MICROSECONDS;
  const percent = (time) => Number((time / lived * 100).toFixed(5));
  return {
    userCpuSeconds: user / MICROSECONDS,
    kernelCpuSeconds: system / MICROSECONDS,
    cpuConsumptionPercent: percent(user + system),
    userCpuConsumptionPercent: percent(user),
    kernelCpuConsumptionPercent: percent(system),
  };
}

function resourceUsage() {
  const os = require('os');
  const usage = process.resourceUsage();
  return {
    free_memory: attempt(() => os.freemem(), 0),
    total_memory: attempt(() => os.totalmem(), 0),
    rss: attempt(() => process.memoryUsage.rss(), 0),
    constrained_memory: attempt(() => process.constrainedMemory(), 0),
    available_memory: attempt(() => process.availableMemory(), 0),
    ...cpuShares(usage.userCPUTime, usage.systemCPUTime),
    maxRss: usage.maxRSS * 1024,
    pageFaults: { IORequired: usage.majorPageFault, IONotRequired: usage.minorPageFault },
    fsActivity: { reads: usage.fsRead, writes: usage.fsWrite },
  };
}

function threadUsage(facts) {
  const [user, system] = facts.threadUsage();
  const { fsRead, fsWrite } = process.resourceUsage();
  return { ...cpuShares(user, system), fsActivity: { reads: fsRead, writes: fsWrite } };
}

function handles(facts, withHostNames) {
  const list = facts.handles(withHostNames);
  const { signals } = require('os').constants;
  for (const handle of list) {
    if (handle.type !== 'signal') continue;
    handle.signal = Object.keys(signals).find((name) => signals[name] === handle.signum) ?? '';
  }
  return list;
}

const LIMITS = [
  'core_file_size_blocks', 'data_seg_size_bytes', 'file_size_blocks', 'max_locked_memory_bytes', 'max_memory_size_bytes',
  'open_files', 'stack_size_bytes', 'cpu_time_seconds', 'max_user_processes', 'virtual_memory_bytes',
];

function userLimits() {
  const values = native.userLimits().map((value) => (value < 0 ? 'unlimited' : value));
  return Object.fromEntries(LIMITS.map((name, i) => [name, { soft: values[2 * i], hard: values[2 * i + 1] }]));
}

module.exports = { compose, threadId };
