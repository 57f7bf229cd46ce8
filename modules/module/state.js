'use strict';
// What both module loaders and those who extend them share, in one object. Everything is off until a program turns it
// on: a loader that is not extended looks at a few nulls.

const loader = {
  /** module/hooks, while hooks of module.registerHooks() are registered. */
  hooks: null,
  /** module/hooks_thread, once module.register() or --experimental-loader has started the thread of such hooks. */
  thread: null,
  /** Whether this is that thread. */
  isHooksThread: false,
  /** test/mock_module, while modules are mocked: find(url) gives the mock that takes a module's place. */
  mocks: null,
  /** The tracing channels 'module.require' and 'module.import', once diagnostics_channel was loaded. */
  requireTracing: null,
  importTracing: null,
  /** module/compile_cache, once it was enabled. */
  compileCache: null,
  /** module/source_map_support, once source maps were turned on. */
  sourceMaps: null,
  /** Folders that require() looks into last: those of NODE_PATH, $HOME/.node_modules and the like. */
  globalFolders: [],
  /** --inspect-brk, until the program begins: calls (function, receiver, ...arguments) so that its first statement pauses. */
  pauseOnStart: null,
  /** Gives pauseOnStart, which is for the program's first statement alone. */
  takePause() {
    const call = this.pauseOnStart;
    this.pauseOnStart = null;
    return call;
  },
  /** Whether --require's modules are being loaded. */
  isPreloading: false,
};

/** Makes the tracing channels of both loaders, once. */
function openTracingChannels() {
  if (loader.requireTracing !== null) return;
  const { tracingChannel } = require('diagnostics_channel');
  loader.requireTracing = tracingChannel('module.require');
  loader.importTracing = tracingChannel('module.import');
}

module.exports = { loader, openTracingChannels };
