'use strict';
// class Console: formatted output to two streams.

const { channel } = require('diagnostics_channel');
const {
  ERR_CONSOLE_WRITABLE_STREAM,
  ERR_INCOMPATIBLE_OPTION_PAIR,
} = require('errors');
const { tracing } = require('tracing');
const { validateArray, validateInteger, validateObject, validateOneOf } = require('validators');

const MAX_GROUP_INDENTATION = 1000;

const stateKey = Symbol('console');
const untouchedOutput = Symbol('untouchedOutput');
const channels = {
  log: channel('console.log'),
  warn: channel('console.warn'),
  error: channel('console.error'),
  info: channel('console.info'),
  debug: channel('console.debug'),
};
const withColors = { colors: true };
const withoutColors = {};

/** Does nothing. */
function noop() {}

/** What a console remembers between calls. */
class State {
  constructor({ colorMode, groupIndentation, inspectOptions }) {
    this.colorMode = colorMode;
    this.groupIndentation = groupIndentation;
    this.inspectOptions = inspectOptions;
    this.indentation = '';
    this.counts = new Map();
  }

  hasColors(stream) {
    if (this.colorMode !== 'auto') return this.colorMode;
    const { env } = require('process_object');
    if (env.FORCE_COLOR !== undefined) return require('tty').WriteStream.prototype.getColorDepth() > 2;
    return Boolean(stream?.isTTY) && (typeof stream.getColorDepth !== 'function' || stream.getColorDepth() > 2);
  }

  /** Options for inspect() on a stream. */
  optionsFor(stream) {
    const { inspectOptions } = this;
    const options = inspectOptions instanceof Map ? inspectOptions.get(stream) : inspectOptions;
    const colors = options?.colors ?? this.hasColors(stream);
    if (options === undefined) return colors ? withColors : withoutColors;
    return options.colors === undefined ? { ...options, colors } : options;
  }
}

function isStackOverflow(error) {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}

function lineOf(console, text) {
  const { indentation } = console[stateKey];
  if (indentation === '') return text + '\n';
  if (text.includes('\n')) text = text.replaceAll('\n', `\n${indentation}`);
  return indentation + text + '\n';
}

function write(console, stream, text, errorHandler) {
  text = lineOf(console, text);
  if (!console._ignoreErrors) {
    stream.write(text);
    return;
  }
  // Without a listener of the user's, an error on the stream must not end the process.
  const isGuarded = stream.listenerCount('error') === 0;
  try {
    if (isGuarded) stream.once('error', noop);
    stream.write(text, errorHandler);
  } catch (error) {
    if (isStackOverflow(error)) throw error;
  } finally {
    if (isGuarded) stream.removeListener('error', noop);
  }
}

/** Keeps an error that a write reports later from ending the process. */
function errorHandlerFor(console, name) {
  return (error) => {
    const stream = console[name];
    if (error && !stream._writableState?.errorEmitted && stream.listenerCount('error') === 0) {
      stream.once('error', noop);
    }
  };
}

let hasFormatted = false;

function format(console, stream, args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  if (!hasFormatted) {
    hasFormatted = true;
    require('stdio').noteFormatting();
  }
  return require('inspect').formatWithOptions(console[stateKey].optionsFor(stream), ...args);
}

// Where `name` is a standard stream that was not accessed yet, lines go to its descriptor without one being made:
// the text is the same, and a hello world loads no streams. Returns whether that was so.
function printPlainly(console, name, args) {
  const output = console[untouchedOutput]?.(name);
  if (output === undefined) return false;
  output.write(lineOf(console, format(console, output, args)));
  return true;
}

function print(console, args) {
  if (printPlainly(console, '_stdout', args)) return;
  write(console, console._stdout, format(console, console._stdout, args), console._stdoutErrorHandler);
}

function printError(console, args) {
  if (printPlainly(console, '_stderr', args)) return;
  write(console, console._stderr, format(console, console._stderr, args), console._stderrErrorHandler);
}

function warnOf(text) {
  require('process_object').emitWarning(text);
}

function elapsed(console, method, label) {
  const start = console._times.get(`${label}`);
  if (start === undefined) {
    warnOf(`No such label '${label}' for console.${method}()`);
    return undefined;
  }
  const [seconds, nanoseconds] = require('process_object').hrtime(start);
  return require('console/duration').formatDuration(seconds * 1000 + nanoseconds / 1e6);
}

// Methods rather than functions, so that they are no constructors. Each instance has them bound as own properties.
const consoleMethods = {
  /** Prints to stdout, formatted as by util.format(). */
  log(...args) {
    if (channels.log.hasSubscribers) channels.log.publish(args);
    print(this, args);
  },

  /** Like log(). */
  info(...args) {
    if (channels.info.hasSubscribers) channels.info.publish(args);
    print(this, args);
  },

  /** Like log(). */
  debug(...args) {
    if (channels.debug.hasSubscribers) channels.debug.publish(args);
    print(this, args);
  },

  /** Prints to stderr. */
  warn(...args) {
    if (channels.warn.hasSubscribers) channels.warn.publish(args);
    printError(this, args);
  },

  /** Prints to stderr. */
  error(...args) {
    if (channels.error.hasSubscribers) channels.error.publish(args);
    printError(this, args);
  },

  /** Prints util.inspect() of an object, without its own inspect(). */
  dir(object, options) {
    write(this, this._stdout, require('inspect').inspect(object, {
      customInspect: false,
      ...this[stateKey].optionsFor(this._stdout),
      ...options,
    }), this._stdoutErrorHandler);
  },

  /** Starts a timer. */
  time(label = 'default') {
    label = `${label}`;
    if (this._times.has(label)) warnOf(`Label '${label}' already exists for console.time()`);
    else this._times.set(label, require('process_object').hrtime());
    if (tracing.console !== null) tracing.console('b', `time::${label}`);
  },

  /** Prints how long a timer has run, and forgets it. */
  timeEnd(label = 'default') {
    const duration = elapsed(this, 'timeEnd', label);
    if (duration === undefined) return;
    if (tracing.console !== null) tracing.console('e', `time::${label}`);
    this._times.delete(`${label}`);
    print(this, ['%s: %s', `${label}`, duration]);
  },

  /** Prints how long a timer has run, and more. */
  timeLog(label = 'default', ...data) {
    const duration = elapsed(this, 'timeLog', label);
    if (duration === undefined) return;
    if (tracing.console !== null) tracing.console('n', `time::${label}`);
    print(this, ['%s: %s', `${label}`, duration, ...data]);
  },

  /** Prints 'Trace: ', a message and the stack to stderr. */
  trace(...args) {
    const trace = { name: 'Trace', message: format(this, this._stderr, args) };
    Error.captureStackTrace(trace, consoleMethods.trace);
    this.error(trace.stack);
  },

  /** Prints 'Assertion failed' and a message to stderr if a value is falsy. */
  assert(expression, ...args) {
    if (expression) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    this.warn(...args);
  },

  /** Clears a terminal. */
  clear() {
    if (this._stdout.isTTY && require('process_object').env.TERM !== 'dumb') this._stdout.write('\u001b[1;1H\u001b[0J');
  },

  /** Counts how often it was called with a label. */
  count(label = 'default') {
    label = `${label}`;
    const { counts } = this[stateKey];
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    if (tracing.console !== null) tracing.console('C', `count::${label}`, count);
    this.log(`${label}: ${count}`);
  },

  /** Lets count() start anew. */
  countReset(label = 'default') {
    const { counts } = this[stateKey];
    if (!counts.delete(`${label}`)) warnOf(`Count for '${label}' does not exist`);
    else if (tracing.console !== null) tracing.console('C', `count::${label}`, 0);
  },

  /** Prints a label and indents what follows. */
  group(...data) {
    if (data.length > 0) this.log(...data);
    const state = this[stateKey];
    state.indentation += ' '.repeat(state.groupIndentation);
  },

  /** Takes the indentation of group() back. */
  groupEnd() {
    const state = this[stateKey];
    state.indentation = state.indentation.slice(0, state.indentation.length - state.groupIndentation);
  },

  /**
   * Prints a table with a row for each item.
   * @param {*} tabularData anything but an object is just printed
   * @param {string[]} [properties] the columns
   */
  table(tabularData, properties) {
    if (properties !== undefined) validateArray(properties, 'properties');
    if (tabularData === null || typeof tabularData !== 'object') {
      this.log(tabularData);
      return;
    }
    const options = this[stateKey].optionsFor(this._stdout);
    this.log(require('console/table').tableOf(tabularData, properties, options));
  },
};
consoleMethods.dirxml = consoleMethods.log;
consoleMethods.groupCollapsed = consoleMethods.group;

/** `method` bound to `console`, under the name `name`. */
function bindTo(console, name, method) {
  return Object.defineProperty(method.bind(console), 'name', { __proto__: null, value: name, configurable: true });
}

function hide(console, name, value) {
  Object.defineProperty(console, name, {
    __proto__: null, value, writable: true, enumerable: false, configurable: true,
  });
}

/** What every console has beside its methods and streams. */
function setUp(console, options) {
  hide(console, '_stdoutErrorHandler', errorHandlerFor(console, '_stdout'));
  hide(console, '_stderrErrorHandler', errorHandlerFor(console, '_stderr'));
  hide(console, '_ignoreErrors', Boolean(options.ignoreErrors));
  hide(console, '_times', new Map());
  hide(console, stateKey, new State(options));
  Object.defineProperty(console, Symbol.toStringTag, {
    __proto__: null, value: 'console', writable: false, enumerable: false, configurable: true,
  });
}

function checkInspectOptions(inspectOptions, colorMode) {
  validateObject(inspectOptions, 'options.inspectOptions');
  const all = inspectOptions instanceof Map ? inspectOptions.values() : [inspectOptions];
  for (const options of all) {
    if (options.colors !== undefined && colorMode !== undefined) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
  }
}

/**
 * A console on streams of one's own: `new Console(options)` or `new Console(stdout[, stderr[, ignoreErrors]])`.
 * @param {object} options
 * @param {Writable} options.stdout
 * @param {Writable} [options.stderr=stdout]
 * @param {boolean} [options.ignoreErrors=true] whether errors of writes are ignored
 * @param {boolean|'auto'} [options.colorMode='auto']
 * @param {object|Map<Writable, object>} [options.inspectOptions] for util.inspect()
 * @param {number} [options.groupIndentation=2] spaces, 0 to 1000
 */
function Console(options, ...rest) {
  if (!new.target) return Reflect.construct(Console, arguments);
  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: rest[0], ignoreErrors: rest[1] };
  }
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode, inspectOptions, groupIndentation = 2 } = options;
  if (typeof stdout?.write !== 'function') throw new ERR_CONSOLE_WRITABLE_STREAM('stdout');
  if (typeof stderr?.write !== 'function') throw new ERR_CONSOLE_WRITABLE_STREAM('stderr');
  if (colorMode !== undefined) validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) validateInteger(groupIndentation, 'groupIndentation', 0, MAX_GROUP_INDENTATION);
  if (inspectOptions !== undefined) checkInspectOptions(inspectOptions, colorMode);

  // A subclass's methods are bound too.
  for (const name of Object.keys(consoleMethods)) this[name] = bindTo(this, name, this[name]);
  hide(this, '_stdout', stdout);
  hide(this, '_stderr', stderr);
  setUp(this, { ignoreErrors, colorMode: colorMode ?? 'auto', inspectOptions, groupIndentation });
}

Object.assign(Console.prototype, consoleMethods);
Object.defineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  /** Whether `instance` has a console's state. */
  value(instance) {
    return instance?.[stateKey] !== undefined;
  },
});

module.exports = { Console, consoleMethods, bindTo, noop, setUp, untouchedOutput };
