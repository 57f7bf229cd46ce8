// From the command line to the program: what C++ calls once the runtime stands.
// Also shown: eval.
'use strict';
const { getOption } = require('options');
const process = require('process_object');
const watchReport = require('module/watch_report');

const { isMainThread, wantsTraces } = binding('process');

function main() {
  if (!isMainThread()) return require('main/worker').main();
  process._start();
  if (process.argv[1] === 'inspect' && getOption('--eval') === undefined && !getOption('--test')) return require('debugger').main();
  begin();
}

/** @param {object} [snapshot] v8/startup_snapshot of a program whose heap this process started from */
function begin(snapshot) {
  const isWatched = watchReport.open(process.env);
  announceConfigFile();
  if (!isWatched && watches()) return require('watch').main();
  if (isFuzzed() && require('loop/fuzz').begin()) return;
  const program = snapshot?.mainFunction();
  if (snapshot === undefined && process.argv[1] === 'loop' && namesProgram() && require('loop/command').isCommand(process.argv)) {
    return require('loop/command').main(process.argv.slice(2));
  }
  if (snapshot === undefined && process.argv[1] === 'profile' && namesProgram() && require('profile').isCommand(process.argv)) {
    if (!require('profile').begin()) return;
  }
  if (program === undefined && namesProgram() && !getOption('--entry-url')) {
    process.argv[1] = require('path').resolve(process.argv[1]);
  }
  if (wantsInspector()) require('inspector/start').start();
  const Module = prepare();
  snapshot?.runDeserializeCallbacks();
  if (program === undefined) run(Module);
  else program();
  require('async_ids').endMainScript();
}

/** Warns where options come from a file, of which Node says so, too. */
function announceConfigFile() {
  if (getOption('--experimental-config-file') === undefined && !getOption('--experimental-default-config-file')) return;
  require('warnings').emitExperimentalWarning('--experimental-config-file');
}

// Whether the program's schedule is drawn from a seed.
function isFuzzed() {
  return getOption('--fuzz-seed') !== undefined || getOption('--fuzz') !== undefined || getOption('--fuzz-check') || getOption('--fuzz-shrink');
}

/** Whether the command line asks for the inspector. */
function wantsInspector() {
  return getOption('--inspect') || getOption('--inspect-brk') || getOption('--inspect-wait') || getOption('--inspect-brk-node');
}

/** Everything between the start of the runtime and the program. */
function prepare() {
  if (wantsTraces()) require('trace_events/start').atStart();
  if (getOption('--cpu-prof') || getOption('--heap-prof')) require('v8/profile_options').start();
  if (getOption('--experimental-test-coverage')) require('test/coverage').startByOption();
  else if (process.env.NODE_V8_COVERAGE) require('v8/coverage').start(process.env.NODE_V8_COVERAGE);
  adjustGlobals();
  if (getOption('--permission')) require('process/permission').start(process);
  else if (getOption('--allow-fs-read').length + getOption('--allow-fs-write').length > 0) require('main/restrictions').askForPermissions();
  if (getOption('--dns-result-order') !== undefined) require('dns/lookup').checkOrderOption();
  offerHeapSnapshots();
  if (looksAtLoop()) require('loop/watching').startByOptions();
  if (getOption('--trace-sync-io')) require('main/sync_io').start();
  if (getOption('--trace-promises')) require('main/promise_trace').start();
  if (getOption('--trace-sigint')) require('util/sigint_trace').setEnabled(true);
  if (getOption('--report-on-signal')) require('report').start();
  const Module = require('module');
  Module._initPaths();
  if (process.env.NODE_COMPILE_CACHE) require('module/compile_cache').enableFromEnvironment();
  if (getOption('--ts') !== undefined) startTypeScript(getOption('--ts'));
  preload(Module);
  if (getOption('--frozen-intrinsics')) require('main/frozen_intrinsics').freezeIntrinsics();
  return Module;
}

function looksAtLoop() {
  return getOption('--loop-watch') || getOption('--loop-why') || getOption('--loop-trace') !== undefined ||
    getOption('--loop-black-box') !== undefined || getOption('--loop-metrics') !== undefined;
}

function watches() {
  return (getOption('--watch') || getOption('--watch-path').length > 0) && !getOption('--test');
}

function adjustGlobals() {
  if (!getOption('--experimental-global-navigator')) {
    delete globalThis.navigator;
    delete globalThis.Navigator;
  }
  if (!getOption('--experimental-websocket')) {
    delete globalThis.WebSocket;
    delete globalThis.CloseEvent;
  }
  if (getOption('--experimental-eventsource')) {
    require('lazy_property').defineLazy(globalThis, 'EventSource', () => require('fetch').EventSource, { enumerable: false });
  }
  if (getOption('--experimental-webstorage')) require('globals/web_storage').install(globalThis);
  const protoMode = getOption('--disable-proto');
  if (protoMode !== undefined) require('main/restrictions').restrictProto(protoMode);
}

function offerHeapSnapshots() {
  const signal = getOption('--heapsnapshot-signal');
  if (signal !== undefined) {
    require('validators').validateSignalName(signal);
    process.on(signal, () => require('v8').writeHeapSnapshot());
  }
  const count = getOption('--heapsnapshot-near-heap-limit');
  if (count > 0) require('v8').setHeapSnapshotNearHeapLimit(count);
}

function startTypeScript(mode) {
  if (mode === 'full') return require('module/typescript_full').start();
  process._rawDebug(`${process.argv0}: --ts must be "full"`);
  process.reallyExit(9);
}

function preload(Module) {
  const requests = getOption('--require');
  if (requests.length > 0) Module._preloadModules(requests);
}

function runTests() {
  const start = () => require('test/command_line').main(process.argv.slice(1));
  if (getOption('--import').length === 0) return start();
  const { importPreloads, runAsProgram } = require('module/esm/loader');
  return runAsProgram(() => importPreloads().then(start));
}

/** Whether the first argument is the file to run. */
function namesProgram() {
  return (process.argv[1] ?? '') !== '' && process.argv[1] !== '-' && !getOption('--test') && getOption('--eval') === undefined;
}

function run(Module) {
  if (getOption('--test')) return runTests();
  const script = getOption('--eval');
  if (script !== undefined) {
    process._eval = script;
    if (getOption('--interactive')) return evaluateAndOpenRepl(script);
    return require('main/eval').evaluate('[eval]', script, getOption('--print'));
  }
  if (namesProgram()) {
    if (getOption('--check')) return require('main/eval').checkFile(process.argv[1]);
    if (getOption('--entry-url')) return require('module/run_main').runUrl(process.argv[1]);
    return Module.runMain(process.argv[1]);
  }
  if (process.argv[1] !== '-' && opensRepl()) return openRepl(Module);
  require('main/eval').runStandardInput();
}

function opensRepl() {
  return getOption('--interactive') || require('tty').isatty(0);
}

// A module may stand in the REPL's place.
function openRepl(Module) {
  const module = process.env.NODE_REPL_EXTERNAL_MODULE;
  if (!module) return void require('repl/standalone').startStandalone();
  Module._load(require('path').resolve(module), undefined, true);
}

// The program runs, then the REPL opens with its globals.
function evaluateAndOpenRepl(script) {
  require('main/eval').evaluate('[eval]', script, getOption('--print'));
  require('repl/standalone').startStandalone();
}

module.exports = { main, begin, prepare, wantsInspector, announceConfigFile };
