'use strict';
// util.aborted, and the signals that may be sent to another thread.

const { validateAbortSignal, validateObject } = require('validators');

let registry; // forgets the listeners of resources that were collected

function forget({ signal, listener }) {
  signal.deref()?.removeEventListener('abort', listener);
}

/**
 * A promise fulfilled when `signal` is aborted, which stays pending once `resource` has been collected.
 * @param {AbortSignal} signal
 * @param {object} resource
 * @returns {Promise<Event|undefined>} the 'abort' event; undefined when it was aborted before. Rejected with
 *   ERR_INVALID_ARG_TYPE
 */
async function aborted(signal, resource) {
  validateAbortSignalRequired(signal, 'signal');
  validateObject(resource, 'resource', { allowArray: true, allowFunction: true });
  if (signal.aborted) return Promise.resolve(); // settles when one that is made below would
  const { promise, resolve } = Promise.withResolvers();
  const listener = resolveWhile(new WeakRef(resource), resolve);
  signal.addEventListener('abort', listener, { __proto__: null, once: true });
  registry ??= new FinalizationRegistry(forget);
  registry.register(resource, { signal: new WeakRef(signal), listener });
  return promise;
}

// Made here, where `resource` is not in sight: a function keeps alive all that functions beside it use.
function resolveWhile(held, resolve) {
  return (event) => {
    if (held.deref() !== undefined) resolve(event);
  };
}

function validateAbortSignalRequired(signal, name) {
  if (signal === undefined) {
    const { ERR_INVALID_ARG_TYPE } = require('errors');
    throw new ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  }
  validateAbortSignal(signal, name);
}

/** @returns {AbortController} one whose signal may be posted to another thread */
function transferableAbortController() {
  const { AbortController, makeTransferable } = require('abort_controller');
  const controller = new AbortController();
  makeTransferable(controller.signal);
  return controller;
}

/**
 * Makes `signal` one that may be posted to another thread, in the transfer list; it goes on working here.
 * @returns {AbortSignal} `signal`
 * @throws ERR_INVALID_ARG_TYPE
 */
function transferableAbortSignal(signal) {
  validateAbortSignalRequired(signal, 'signal');
  return require('abort_controller').makeTransferable(signal);
}

module.exports = { aborted, transferableAbortController, transferableAbortSignal };
