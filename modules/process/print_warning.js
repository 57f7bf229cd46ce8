'use strict';
// How warnings are printed: with or without their stacks, to stderr or to a file. That is decided when they are emitted, by
// options and by process.noDeprecation, traceDeprecation and traceProcessWarnings, which programs may set.

const process = require('process_object');

const errorToString = Error.prototype.toString;

let disabledWarnings;

function isDisabled(warning) {
  disabledWarnings ??= require('options').getOption('--disable-warning') ?? [];
  return disabledWarnings.length > 0 &&
    (disabledWarnings.includes(warning.code) || disabledWarnings.includes(warning.name));
}

let hintWasGiven = false;

function describe(warning, isDeprecation) {
  const traced = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);
  let text = `(${process.release.name}:${process.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (traced && warning.stack) text += warning.stack;
  else if (typeof warning.toString === 'function') text += warning.toString();
  else text += Reflect.apply(errorToString, warning, []);
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!traced && !hintWasGiven) {
    hintWasGiven = true;
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    const program = require('path').basename(process.argv0 || 'node', '.exe');
    text += `\n(Use \`${program} ${flag} ...\` to show where the warning was created)`;
  }
  return text;
}

let warningsFile;

function write(text) {
  warningsFile ??= require('options').getOption('--redirect-warnings') || process.env.NODE_REDIRECT_WARNINGS || '';
  if (warningsFile !== '') {
    try {
      require('fs').appendFileSync(warningsFile, `${text}\n`);
      return;
    } catch {
      // A warning that cannot be filed must not be lost.
    }
  }
  require('console').error(text);
}

/** Prints what is emitted as 'warning', if it is a warning and not disabled. */
function printWarning(warning) {
  if (!(warning instanceof Error) || isDisabled(warning)) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && process.noDeprecation) return;
  write(describe(warning, isDeprecation));
}

/** Forgets the options of the process and what it has printed. */
function forgetAll() {
  disabledWarnings = warningsFile = undefined;
  hintWasGiven = false;
}

module.exports = { printWarning, forgetAll };
