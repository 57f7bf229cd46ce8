'use strict';
// Messages too long for the table of codes.

const {
  describeArgument, describeExpected, describeOutOfRange, describeReceived, formatList,
} = require('errors/describe');

const {
  bareArray, isArray, join, stringEndsWith, stringIncludes, stringSlice, stringStartsWith, stringify,
} = require('intrinsics');

const LONGEST_INSPECTED_VALUE = 128;
const DYNAMIC_IMPORT_HINT = 'to a dynamic import() which is available in all CommonJS modules.';

/** The message of ERR_INVALID_ARG_TYPE. `expected`: types, classes and other phrases, one or an array. */
function invalidArgType(name, expected, actual) {
  return `${describeArgument(name)} must be ${describeExpected(expected)}. Received ${describeReceived(actual)}`;
}

/** The message of ERR_INVALID_ARG_VALUE; `value` is inspected, and cut after 128 characters. */
function invalidArgValue(name, value, reason = 'is invalid') {
  let shown = require('inspect').inspect(value);
  if (shown.length > LONGEST_INSPECTED_VALUE) shown = `${stringSlice(shown, 0, LONGEST_INSPECTED_VALUE)}...`;
  return `The ${stringIncludes(`${name}`, '.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown}`;
}

/** @param {boolean} [ownSentence] `name` is a whole sentence, not an argument's name */
function outOfRange(name, range, value, ownSentence = false) {
  const subject = ownSentence ? name : `The value of "${name}" is out of range.`;
  return `${subject} It must be ${range}. Received ${describeOutOfRange(value)}`;
}

// An array among the names lists alternatives.
function missingArgs(...names) {
  const quoted = bareArray();
  for (let i = 0; i < names.length; i++) {
    quoted[i] = isArray(names[i]) ? `"${join(names[i], '" or "')}"` : `"${names[i]}"`;
  }
  return `The ${formatList(quoted)} argument${names.length > 1 ? 's' : ''} must be specified`;
}

/** The message of ERR_INTERNAL_ASSERTION. */
function internalAssertion(message) {
  const first = message === undefined ? '' : `${message}\n`;
  return `${first}This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n` +
    'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n';
}

/** The message of ERR_INVALID_PACKAGE_TARGET. `target`: what "exports" or "imports" has for `key`. */
function invalidPackageTarget(packagePath, key, target, isImport = false, base = undefined) {
  const mustBeRelative = typeof target === 'string' && !isImport && target.length > 0 && !stringStartsWith(target, './');
  const shown = stringify(target);
  const what = key === '.' ?
    `"exports" main target ${shown} defined` :
    `"${isImport ? 'imports' : 'exports'}" target ${shown} defined for '${key}'`;
  return `Invalid ${what} in the package config ${packagePath}package.json` +
    (base ? ` imported from ${base}` : '') +
    (mustBeRelative ? '; targets must start with "./"' : '');
}

/** The message of ERR_REQUIRE_ASYNC_MODULE; both file names may be missing. */
function requireAsyncModule(filename, parentFilename) {
  return 'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the ' +
    'top-level await comes from, use --experimental-print-required-tla.' +
    (parentFilename ? `\n  From ${parentFilename} ` : '') +
    (filename ? `\n  Requiring ${filename} ` : '');
}

// The last part of a path; the path module is above.
function basename(path) {
  let name = '';
  for (let i = 0; i < path.length; i++) name = path[i] === '/' ? '' : `${name}${path[i]}`;
  return name;
}

/** The message of ERR_REQUIRE_ESM. */
function requireEsm(filename, hasEsmSyntax, parentPath = null, packageJsonPath = null) {
  const refusal = `require() of ES Module ${filename}${parentPath ? ` from ${parentPath}` : ''} not supported.`;
  if (!packageJsonPath) {
    return stringEndsWith(filename, '.mjs') ? `${refusal}\nInstead change the require of ${filename} ${DYNAMIC_IMPORT_HINT}` :
      refusal;
  }
  const name = parentPath && basename(filename) === basename(parentPath) ? filename : basename(filename);
  if (hasEsmSyntax) return `${refusal}\nInstead change the require of ${name} in ${parentPath} ${DYNAMIC_IMPORT_HINT}`;
  return `${refusal}\n${name} is treated as an ES module file as it is a .js file whose nearest parent package.json ` +
    'contains "type": "module" which declares all .js files in that package scope as ES modules.\n' +
    `Instead either rename ${name} to end in .cjs, change the requiring code to use dynamic import() which is ` +
    `available in all CommonJS modules, or change "type": "module" to "type": "commonjs" in ${packageJsonPath} to ` +
    'treat all .js files as CommonJS (using .mjs for all ES modules instead).\n';
}

/** The message of ERR_TEST_FAILURE: that of `cause`, or the inspected cause. */
function testFailure(cause) {
  const message = cause?.message ?? cause;
  return typeof message === 'string' ? message : require('inspect').inspect(message);
}

/** Puts the value and, where there are any, the bounds of an HTTP/2 setting on its error. */
function addSettingBounds(error, name, actual, min, max) {
  error.actual = actual;
  if (min === undefined) return;
  error.min = min;
  error.max = max;
}

module.exports = {
  addSettingBounds,
  internalAssertion,
  invalidArgType,
  invalidArgValue,
  invalidPackageTarget,
  missingArgs,
  outOfRange,
  requireAsyncModule,
  requireEsm,
  testFailure,
};
