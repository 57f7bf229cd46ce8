'use strict';
// Native addons: process.dlopen, and what Node-API needs of JavaScript. Nothing of it is loaded before the first addon.

const native = binding('node_api');
const asyncIds = require('async_ids');

// --- asynchronous contexts: ids are plain pairs [id, trigger id] that C++ keeps. ---

/** @param {number} [trigger] the id of what caused it; negative or missing: what runs now */
function start(resource, name, trigger = -1) {
  const ids = [asyncIds.newAsyncId(), trigger < 0 ? asyncIds.currentTriggerId() : trigger];
  asyncIds.emitInit(ids[0], name, ids[1], resource);
  return ids;
}

function enter(ids, resource) {
  if (asyncIds.tracking.on) asyncIds.emitBefore(ids[0], ids[1], resource);
}

function leave(ids) {
  if (asyncIds.tracking.on) asyncIds.emitAfter(ids[0]);
}

function destroy(ids) {
  asyncIds.emitDestroy(ids[0]);
}

function executionId() {
  asyncIds.startTracking();
  return asyncIds.executionAsyncId();
}

function triggerId() {
  asyncIds.startTracking();
  return asyncIds.triggerAsyncId();
}

/** Writes a report for an addon. @returns {string} its file's name */
function report(message, trigger, filename, error, ofThread, hasStack) {
  return require('report').writeForAddon(message, trigger, filename, error, ofThread, hasStack ? report : undefined);
}

/** An addon for an older version of the API left an exception where no JavaScript waits for it. */
function warnOfException() {
  require('process_object').emitWarning(
    'Uncaught N-API callback exception detected, please run node with option ' +
    '--force-node-api-uncaught-exceptions-policy=true to handle those exceptions properly.',
    'DeprecationWarning', 'DEP0168');
}

let installed = false;
let inDomain; // what node:domain wants to be asked to make callbacks
const functions = () => [start, enter, leave, destroy, asyncIds.flushDestroyed, warnOfException, executionId, triggerId,
  report, inDomain];

/** From now on addons' callbacks are made by fn(receiver, callback, args). For node:domain. */
function setDomainCallback(fn) {
  inDomain = fn;
  if (installed) native.install(functions());
}

/**
 * Loads the addon in the library `filename`: what it exports becomes module.exports.
 * @param {object} module whose `exports` the addon fills, or replaces
 * @param {string} filename
 * @param {number} [flags] as os.constants.dlopen has them; RTLD_LAZY by default
 * @throws ERR_DLOPEN_FAILED with the dynamic linker's words, ERR_DLOPEN_DISABLED with --no-addons
 */
function dlopen(...args) {
  if (require('options').getOption('--addons') === false) {
    const { ERR_DLOPEN_DISABLED } = require('errors');
    throw new ERR_DLOPEN_DISABLED();
  }
  if (args.length < 2) native.refuseMissingArguments();
  const [module, filename] = args;
  const flags = args.length > 2 ? args[2] | 0 : native.RTLD_LAZY;
  if (!installed) {
    installed = true;
    native.install(functions());
  }
  const file = module?.filename;
  native.dlopen(Object(module), typeof filename === 'symbol' ? '' : `${filename}`, flags,
    typeof file === 'string' ? require('url').pathToFileURL(file).href : '');
}

module.exports = { dlopen, setDomainCallback };
