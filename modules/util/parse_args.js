'use strict';
// util.parseArgs: options and positionals of a command line.

const {
  ERR_INVALID_ARG_VALUE, ERR_PARSE_ARGS_INVALID_OPTION_VALUE, ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL,
  ERR_PARSE_ARGS_UNKNOWN_OPTION,
} = require('errors');
const {
  validateArray, validateBoolean, validateBooleanArray, validateObject, validateOneOf, validateString,
  validateStringArray,
} = require('validators');

const { hasOwn } = Object;

/** The arguments after the script, or after the runtime for --eval and --print. */
function mainArguments() {
  const { argv, execArgv } = require('process');
  const hasNoScript = execArgv.some((flag) => ['-e', '--eval', '-p', '--print'].includes(flag));
  return argv.slice(hasNoScript ? 1 : 2);
}

function own(object, key) {
  return hasOwn(object, key) ? object[key] : undefined;
}

function optionNamed(short, options) {
  for (const [name, config] of Object.entries(options)) if (own(config, 'short') === short) return name;
  return short;
}

function optionType(name, options) {
  return hasOwn(options, name) ? own(options[name], 'type') : undefined;
}

function isOptionLike(value) {
  return value !== undefined && value.length > 1 && value[0] === '-';
}

function isPresent(value) {
  return value !== undefined && value !== null;
}

/** -a, -abc, -ofile: a group if the first of several letters takes no value. */
function isShortGroup(arg, options) {
  if (arg.length <= 2 || arg[0] !== '-' || arg[1] === '-') return false;
  return optionType(optionNamed(arg[1], options), options) !== 'string';
}

function isShortWithValue(arg, options) {
  if (arg.length <= 2 || arg[0] !== '-' || arg[1] === '-') return false;
  return optionType(optionNamed(arg[1], options), options) === 'string';
}

/** -abc as -a -b -c, or as -a -bc where b takes a value. */
function expandGroup(arg, options) {
  const expanded = [];
  for (let i = 1; i < arg.length; i++) {
    const short = arg[i];
    if (optionType(optionNamed(short, options), options) !== 'string' || i === arg.length - 1) {
      expanded.push(`-${short}`);
    } else {
      expanded.push(`-${arg.slice(i)}`);
      break;
    }
  }
  return expanded;
}

function optionToken(name, rawName, index, value, inlineValue) {
  return { kind: 'option', name, rawName, index, value, inlineValue };
}

class Tokens {
  list = [];
  #queue;
  #options;
  #index = -1;
  #expanded = 0; // arguments at the queue's front that come from one group

  constructor(args, options) {
    this.#queue = [...args];
    this.#options = options;
  }

  read() {
    while (this.#queue.length > 0) {
      const arg = this.#queue.shift();
      if (this.#expanded > 0) this.#expanded--;
      else this.#index++;
      if (arg === '--') {
        this.#readRest();
        return this.list;
      }
      this.#readOne(arg);
    }
    return this.list;
  }

  #readRest() {
    this.list.push({ kind: 'option-terminator', index: this.#index });
    for (const value of this.#queue) this.list.push({ kind: 'positional', index: ++this.#index, value });
  }

  #readOne(arg) {
    if (arg.length === 2 && arg[0] === '-' && arg[1] !== '-') {
      this.#readShort(arg);
    } else if (isShortGroup(arg, this.#options)) {
      const expanded = expandGroup(arg, this.#options);
      this.#queue.unshift(...expanded);
      this.#expanded = expanded.length;
    } else if (isShortWithValue(arg, this.#options)) {
      const name = optionNamed(arg[1], this.#options);
      this.list.push(optionToken(name, arg.slice(0, 2), this.#index, arg.slice(2), true));
    } else if (arg.length > 2 && arg.startsWith('--')) {
      this.#readLong(arg);
    } else {
      this.list.push({ kind: 'positional', index: this.#index, value: arg });
    }
  }

  #readShort(arg) {
    const name = optionNamed(arg[1], this.#options);
    this.#readSeparate(name, arg);
  }

  #readSeparate(name, rawName) {
    let value;
    let inlineValue;
    if (optionType(name, this.#options) === 'string' && isPresent(this.#queue[0])) {
      value = this.#queue.shift();
      inlineValue = false;
    }
    this.list.push(optionToken(name, rawName, this.#index, value, inlineValue));
    if (value !== undefined) this.#index++;
  }

  #readLong(arg) {
    const equals = arg.indexOf('=', 3);
    if (equals === -1) {
      this.#readSeparate(arg.slice(2), arg);
      return;
    }
    const name = arg.slice(2, equals);
    this.list.push(optionToken(name, `--${name}`, this.#index, arg.slice(equals + 1), true));
  }
}

function checkOption(token, { options, allowPositionals, allowNegative }) {
  let { name } = token;
  if (allowNegative && name.startsWith('no-') && !hasOwn(options, name)) {
    const positive = name.slice(3);
    if (optionType(positive, options) === 'boolean') name = positive;
  }
  if (!hasOwn(options, name)) throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
  const short = own(options[name], 'short');
  const shown = `${short ? `-${short}, ` : ''}--${name}`;
  const type = own(options[name], 'type');
  if (type === 'string' && typeof token.value !== 'string') {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
  }
  if (type === 'boolean' && isPresent(token.value)) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
  }
}

/** `--option -x` may be a forgotten value. */
function checkAmbiguity(token) {
  if (token.inlineValue || !isOptionLike(token.value)) return;
  const example = token.rawName.startsWith('--') ?
    `'${token.rawName}=-XYZ'` :
    `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
  throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${token.rawName}' argument is ambiguous.
Did you forget to specify the option argument for '${token.rawName}'?
To specify an option argument starting with a dash use ${example}.`);
}

function store(token, values, { options, allowNegative }) {
  let { name, value } = token;
  if (name === '__proto__') return;
  if (allowNegative && name.startsWith('no-') && value === undefined) {
    name = name.slice(3);
    token.name = name;
    value = false;
  }
  value ??= true;
  if (own(options[name] ?? {}, 'multiple')) {
    if (hasOwn(values, name)) values[name].push(value);
    else values[name] = [value];
  } else {
    values[name] = value;
  }
}

function validateDefault(config, isMultiple, type, name) {
  const { default: value } = config;
  if (value === undefined) return;
  if (isMultiple) (type === 'string' ? validateStringArray : validateBooleanArray)(value, name);
  else (type === 'string' ? validateString : validateBoolean)(value, name);
}

function validateOption(name, config) {
  validateObject(config, `options.${name}`);
  const type = own(config, 'type');
  validateOneOf(type, `options.${name}.type`, ['string', 'boolean']);
  if (hasOwn(config, 'short')) {
    validateString(config.short, `options.${name}.short`);
    if (config.short.length !== 1) {
      throw new ERR_INVALID_ARG_VALUE(`options.${name}.short`, config.short, 'must be a single character');
    }
  }
  const isMultiple = own(config, 'multiple');
  if (hasOwn(config, 'multiple')) validateBoolean(isMultiple, `options.${name}.multiple`);
  if (hasOwn(config, 'default')) validateDefault(config, isMultiple, type, `options.${name}.default`);
}

function readConfig(config) {
  const strict = own(config, 'strict') ?? true;
  const settings = {
    args: own(config, 'args') ?? mainArguments(),
    strict,
    allowPositionals: own(config, 'allowPositionals') ?? !strict,
    tokens: own(config, 'tokens') ?? false,
    allowNegative: own(config, 'allowNegative') ?? false,
    options: own(config, 'options') ?? { __proto__: null },
  };
  validateArray(settings.args, 'args');
  validateBoolean(settings.strict, 'strict');
  validateBoolean(settings.allowPositionals, 'allowPositionals');
  validateBoolean(settings.tokens, 'tokens');
  validateBoolean(settings.allowNegative, 'allowNegative');
  validateObject(settings.options, 'options');
  for (const [name, option] of Object.entries(settings.options)) validateOption(name, option);
  return settings;
}

function addDefaults(values, options) {
  for (const [name, config] of Object.entries(options)) {
    const value = own(config, 'default');
    if (value !== undefined && name !== '__proto__' && !hasOwn(values, name)) values[name] = value;
  }
}

const kConfig = { __proto__: null };

/**
 * util.parseArgs.
 * @param {object} [config] args, options, strict, allowPositionals, allowNegative, tokens
 * @returns {{values: object, positionals: string[], tokens?: object[]}}
 * @throws ERR_PARSE_ARGS_UNKNOWN_OPTION, ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL, ERR_PARSE_ARGS_INVALID_OPTION_VALUE
 */
const parseArgs = (config = kConfig) => {
  const settings = readConfig(config);
  const tokens = new Tokens(settings.args, settings.options).read();
  const values = { __proto__: null };
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (settings.strict) {
        checkOption(token, settings);
        checkAmbiguity(token);
      }
      store(token, values, settings);
    } else if (token.kind === 'positional') {
      if (!settings.allowPositionals) throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      positionals.push(token.value);
    }
  }
  addDefaults(values, settings.options);
  return settings.tokens ? { values, positionals, tokens } : { values, positionals };
};

module.exports = { parseArgs };
