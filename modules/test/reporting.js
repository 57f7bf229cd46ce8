'use strict';
// From the stream of events to the reporters that the command line names, and on to where they write.

const process = require('process_object');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { PassThrough } = require('stream');

const builtins = new Set(['spec', 'tap', 'dot', 'junit', 'lcov']);
const standard = new Set(['stdout', 'stderr']);

/** The names of reporters and destinations. @throws ERR_INVALID_ARG_VALUE when their numbers differ */
function wanted() {
  const { getOption } = require('options');
  let reporters = getOption('--test-reporter');
  let destinations = getOption('--test-reporter-destination');
  if (reporters.length === 0 && destinations.length === 0) reporters = ['spec'];
  if (reporters.length === 1 && destinations.length === 0) destinations = ['stdout'];
  if (reporters.length !== destinations.length) {
    throw new ERR_INVALID_ARG_VALUE('--test-reporter', reporters,
                                    'must match the number of specified \'--test-reporter-destination\'');
  }
  return { reporters, destinations };
}

async function load(name) {
  let reporter;
  if (builtins.has(name)) {
    reporter = require('test/reporters')[name];
  } else {
    const base = require('url').pathToFileURL(require('path').join(process.cwd(), '/')).href;
    const { importModule } = require('module/esm/loader');
    reporter = (await importModule(name, base)).default;
  }
  if (reporter?.prototype && Object.hasOwn(reporter.prototype, 'constructor')) reporter = new reporter();
  if (!reporter) throw new ERR_INVALID_ARG_TYPE('Reporter', ['function', 'object'], reporter);
  return reporter;
}

function open(destination) {
  if (standard.has(destination)) return process[destination];
  return require('fs').createWriteStream(destination);
}

/** A stream with the same events, for one reporter of several. */
function branch(stream) {
  const copy = new PassThrough({ objectMode: true });
  stream.on('data', (event) => copy.write(event));
  stream.on('end', () => copy.end());
  return copy;
}

/**
 * Connects `stream` with its reporters. `onError`: gets what one of them throws, which is an uncaught error otherwise.
 * @returns {Promise<Promise>} fulfilled when they are ready; what it gives is fulfilled when they have written all
 */
async function connectReporters(stream, { reporters, destinations } = wanted(), onError = undefined) {
  const loaded = [];
  for (const name of reporters) loaded.push(await load(name));
  const written = loaded.map((reporter, i) => {
    const source = loaded.length === 1 ? stream : branch(stream);
    const output = open(destinations[i]);
    const composed = require('stream/compose').compose(source, reporter);
    if (onError !== undefined) composed.on('error', onError);
    composed.pipe(output);
    return new Promise((resolve) => {
      if (standard.has(destinations[i])) composed.on('end', () => output.write('', () => resolve()));
      else output.on('finish', resolve);
    });
  });
  return { written: Promise.all(written) };
}

module.exports = { connectReporters, wanted };
