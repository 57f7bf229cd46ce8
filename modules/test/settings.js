'use strict';
// What the command line says about tests, as one object that run()'s options can stand in for.

const { getOption } = require('options');

const INFINITE_CONCURRENCY = Infinity;

/** A pattern as given by a user: '/source/flags' or a regular expression's source. @returns {RegExp} */
function toPattern(text, name) {
  const written = /^\/(.*)\/([a-z]*)$/s.exec(text);
  try {
    return written === null ? new RegExp(text) : new RegExp(written[1], written[2]);
  } catch (error) {
    const { ERR_INVALID_ARG_VALUE } = require('errors');
    throw new ERR_INVALID_ARG_VALUE(name, text, `is an invalid regular expression.${error.stack ? ` ${error.message}` : ''}`);
  }
}

function patternsOf(option) {
  return getOption(option).map((text) => toPattern(text, option));
}

/** @throws ERR_INVALID_ARG_VALUE for a malformed --test-shard */
function shardOf(text) {
  if (text === undefined) return undefined;
  const { ERR_INVALID_ARG_VALUE } = require('errors');
  if (!/^\d+\/\d+$/.test(text)) {
    throw new ERR_INVALID_ARG_VALUE('--test-shard', text, 'must be in the form of <index>/<total>');
  }
  const [index, total] = text.split('/').map(Number);
  require('validators').validateInteger(total, 'options.shard.total', 1);
  require('validators').validateInteger(index, 'options.shard.index', 1, total);
  return { index, total };
}

/** Settings for tests that the program itself declares, and for --test. */
function fromCommandLine() {
  const timeout = getOption('--test-timeout');
  return {
    only: getOption('--test-only'),
    namePatterns: patternsOf('--test-name-pattern'),
    skipPatterns: patternsOf('--test-skip-pattern'),
    timeout: timeout === undefined || timeout === 0 ? Infinity : timeout,
    concurrency: getOption('--test-concurrency'),
    forceExit: getOption('--test-force-exit'),
    updateSnapshots: getOption('--test-update-snapshots'),
    isolation: getOption('--test-isolation') ?? 'process',
    globalSetup: getOption('--test-global-setup'),
    shard: shardOf(getOption('--test-shard')),
  };
}

module.exports = { fromCommandLine, toPattern, INFINITE_CONCURRENCY };
