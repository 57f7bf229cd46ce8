'use strict';
// process.permission, which is there with --permission: what the process may do. The rules are native (src/permission), and each
// native half asks for them itself: nothing here protects anything.

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateString } = require('validators');
const native = binding('permission');

/**
 * Whether something is allowed.
 * @param {string} scope 'fs' (both of the next two), 'fs.read', 'fs.write', 'child', 'worker', 'inspector', 'wasi', 'addon',
 *   'net' (false unless --allow-net says so, though the network is free without --no-allow-net)
 * @param {string | Buffer} [reference] a path, for the first three; without it: whether everything of the scope is allowed
 * @returns {boolean} false also for scopes that are none
 */
function has(scope, reference) {
  return native.has(scopeFrom(scope), referenceFrom(reference));
}

/**
 * Takes a permission back, for good and in all threads. What is open stays open.
 * @param {string} scope as for has()
 * @param {string | Buffer} [reference] for the scopes of files: the path of exactly one --allow-fs-... option, which alone is
 *   taken back; without it, all of the scope is
 * @throws ERR_INVALID_ARG_VALUE for a scope that is none
 */
function drop(scope, reference) {
  if (!native.drop(scopeFrom(scope), referenceFrom(reference))) {
    throw new ERR_INVALID_ARG_VALUE('scope', scope);
  }
}

function scopeFrom(scope) {
  validateString(scope, 'scope');
  return scope;
}

function referenceFrom(reference) {
  if (reference === undefined || typeof reference === 'string') return reference;
  if (require('buffer').Buffer.isBuffer(reference)) return `${reference}`;
  throw new ERR_INVALID_ARG_TYPE('reference', 'string', reference);
}

/** Shows process.permission, and warns of the options that let a program out. */
function start(process) {
  process.permission = { has, drop };
  if (!binding('process').isMainThread()) return;
  const { getOption } = require('options');
  for (const flag of native.optionsToWarnOf()) {
    if (!getOption(flag)) continue;
    process.emitWarning(`The flag ${flag} must be used with extreme caution. It could invalidate the permission model.`,
      'SecurityWarning');
  }
  for (const flag of ['--allow-fs-read', '--allow-fs-write']) {
    if (!getOption(flag).some((rule) => rule.includes(','))) continue;
    process.emitWarning(`The ${flag} CLI flag has changed. Passing a comma-separated list of paths is no longer valid. ` +
      'Documentation can be found at https://nodejs.org/api/permissions.html#file-system-permissions');
  }
}

module.exports = { start };
