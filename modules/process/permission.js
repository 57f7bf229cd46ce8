'use strict';
// process.permission, which is there with --permission: what the process may do. The rules are native (src/permission), and each
// native half asks for them itself: nothing here protects anything.

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateString } = require('validators');
const native = binding('permission');

// As src/permission numbers its scopes.
const scopes = {
  __proto__: null, 'fs.read': 0, 'fs.write': 1, 'child': 2, 'worker': 3, 'inspector': 4, 'wasi': 5, 'addon': 6,
};
const dangerous = ['--allow-addons', '--allow-child-process', '--allow-inspector', '--allow-wasi', '--allow-worker'];

/**
 * Whether something is allowed.
 * @param {string} scope 'fs' (both of the next two), 'fs.read', 'fs.write', 'child', 'worker', 'inspector', 'wasi', 'addon'
 * @param {string | Buffer} [reference] a path, for the first three; without it: whether everything of the scope is allowed
 * @returns {boolean} false also for scopes that are none
 */
function has(scope, reference) {
  validateString(scope, 'scope');
  if (reference !== undefined) {
    if (Buffer.isBuffer(reference)) reference = `${reference}`;
    else if (typeof reference !== 'string') throw new ERR_INVALID_ARG_TYPE('reference', 'string', reference);
  }
  if (scope === 'fs') return native.has(0, reference) && native.has(1, reference);
  const number = scopes[scope];
  return number !== undefined && native.has(number, reference);
}

/** Shows process.permission, and warns of the options that let a program out. */
function start(process) {
  process.permission = { has };
  if (!binding('process').isMainThread()) return;
  const { getOption } = require('options');
  for (const flag of dangerous) {
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
