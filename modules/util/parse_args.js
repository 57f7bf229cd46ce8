// util.parseArgs: a scanner turns arguments into tokens, and an interpreter turns the tokens into values.
'use strict';
const {
  ERR_INVALID_ARG_VALUE, ERR_PARSE_ARGS_INVALID_OPTION_VALUE, ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL,
  ERR_PARSE_ARGS_UNKNOWN_OPTION,
} = require('errors');
const {
  validateArray, validateBoolean, validateBooleanArray, validateObject, validateString,
  validateStringArray, validateUnion,
} = require('validators');

// --- The settings: own properties only, checked once. ---

/** An own property, or `fallback` where there is none. */
function own(object, key, fallback) {
  return Object.hasOwn(object, key) ? object[key] ?? fallback : fallback;
}

/** The arguments after the script, or after the runtime where the program is no file. */
function argumentsOfProcess() {
  const { argv, execArgv } = require('process_object');
  return argv.slice(execArgv.some((word) => /^(?:-e|-p|--eval|--print)$/.test(word)) ? 1 : 2);
}

/** What is known of one option: {name, takesValue, isMultiple, short, fallback}. */
function readOption(name, config) {
  const place = `options.${name}`;
  validateObject(config, place);
  const type = own(config, 'type');
  validateUnion(type, `${place}.type`, ['string', 'boolean']);
  const short = Object.hasOwn(config, 'short') ? config.short : undefined;
  if (Object.hasOwn(config, 'short')) {
    validateString(short, `${place}.short`);
    if (short.length !== 1) {
      throw new ERR_INVALID_ARG_VALUE(`${place}.short`, short, 'must be a single character');
    }
  }
  if (Object.hasOwn(config, 'multiple')) validateBoolean(config.multiple, `${place}.multiple`);
  const option = {
    name, short, takesValue: type === 'string', isMultiple: own(config, 'multiple', false), fallback: undefined,
  };
  option.fallback = readFallback(config, option, `${place}.default`);
  return option;
}

function readFallback(config, { takesValue, isMultiple }, place) {
  const value = Object.hasOwn(config, 'default') ? config.default : undefined;
  if (value === undefined) return undefined;
  if (isMultiple) (takesValue ? validateStringArray : validateBooleanArray)(value, place);
  else (takesValue ? validateString : validateBoolean)(value, place);
  return value;
}

class Settings {
  constructor(config) {
    this.args = own(config, 'args') ?? argumentsOfProcess();
    this.strict = own(config, 'strict', true);
    this.allowPositionals = own(config, 'allowPositionals', !this.strict);
    this.tokens = own(config, 'tokens', false);
    this.allowNegative = own(config, 'allowNegative', false);
    const options = own(config, 'options') ?? { __proto__: null };
    validateArray(this.args, 'args');
    for (const name of ['strict', 'allowPositionals', 'tokens', 'allowNegative']) validateBoolean(this[name], name);
    validateObject(options, 'options');
    this.byName = new Map();
    this.byLetter = new Map();
    for (const name of Object.keys(options)) {
      const option = readOption(name, options[name]);
      this.byName.set(name, option);
      if (option.short !== undefined && !this.byLetter.has(option.short)) this.byLetter.set(option.short, option);
    }
  }

  /** The option that `name` switches off, if it is no-something and that may be. */
  negated(name) {
    if (!this.allowNegative || !name.startsWith('no-')) return undefined;
    const option = this.byName.get(name.slice(3));
    return option === undefined || option.takesValue ? undefined : option;
  }
}

// --- Arguments to tokens. ---

/** Tokens as documented, in the order of the arguments; those of one group of letters have the same index. */
class Scanner {
  #args;
  #settings;
  #at = 0;
  #tokens = [];

  constructor(settings) {
    this.#args = settings.args;
    this.#settings = settings;
  }

  scan() {
    while (this.#at < this.#args.length) {
      const arg = this.#args[this.#at];
      if (arg === '--') {
        this.#tokens.push({ kind: 'option-terminator', index: this.#at++ });
        while (this.#at < this.#args.length) this.#positional();
      } else if (arg.length < 2 || arg[0] !== '-') {
        this.#positional();
      } else {
        const index = this.#at++;
        if (arg[1] === '-') this.#long(arg, index);
        else this.#letters(arg, index);
      }
    }
    return this.#tokens;
  }

  #positional() {
    this.#tokens.push({ kind: 'positional', index: this.#at, value: this.#args[this.#at++] });
  }

  #option(name, rawName, index, value, inlineValue) {
    this.#tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
  }

  /** An option whose value, if it takes one, is the next argument. */
  #apart(name, rawName, index, option) {
    const next = this.#args[this.#at];
    if (!option?.takesValue || next === undefined || next === null) return this.#option(name, rawName, index);
    this.#at++;
    this.#option(name, rawName, index, next, false);
  }

  /** --name, --name=value */
  #long(arg, index) {
    const equals = arg.indexOf('=', 3);
    if (equals !== -1) {
      const name = arg.slice(2, equals);
      return this.#option(name, `--${name}`, index, arg.slice(equals + 1), true);
    }
    const name = arg.slice(2);
    this.#apart(name, arg, index, this.#settings.byName.get(name));
  }

  /** -a, -abc, -ofile: the first letter that takes a value takes what follows it. */
  #letters(arg, index) {
    for (let i = 1; i < arg.length; i++) {
      const option = this.#settings.byLetter.get(arg[i]) ?? this.#settings.byName.get(arg[i]);
      const name = option?.name ?? arg[i];
      const rawName = `-${arg[i]}`;
      if (i === arg.length - 1) return this.#apart(name, rawName, index, option);
      if (option?.takesValue) return this.#option(name, rawName, index, arg.slice(i + 1), true);
      this.#option(name, rawName, index);
    }
  }
}

// --- Tokens to values. ---

/** What strict mode refuses. */
function checkOption(token, settings) {
  const { name, rawName, value } = token;
  const option = settings.byName.get(name) ?? settings.negated(name);
  if (option === undefined) throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(rawName, settings.allowPositionals);
  const shown = `${option.short ? `-${option.short}, ` : ''}--${option.name}`;
  if (option.takesValue && typeof value !== 'string') {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
  }
  if (!option.takesValue && value !== undefined && value !== null) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
  }
  if (token.inlineValue === false && value.length > 1 && value[0] === '-') throw ambiguous(token);
}

/** `--option -x`: has the value been forgotten? */
function ambiguous({ name, rawName }) {
  const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
  return new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${rawName}' argument is ambiguous.
Did you forget to specify the option argument for '${rawName}'?
To specify an option argument starting with a dash use ${example}.`);
}

function storeOption(token, values, settings) {
  if (token.name === '__proto__') return;
  let value = token.value ?? true;
  if (settings.allowNegative && token.value === undefined && token.name.startsWith('no-')) {
    token.name = token.name.slice(3);
    value = false;
  }
  const { name } = token;
  if (!settings.byName.get(name)?.isMultiple) values[name] = value;
  else (values[name] ??= []).push(value);
}

/**
 * util.parseArgs.
 * @param {object} [config] args, options, strict, allowPositionals, allowNegative, tokens
 * @returns {{values: object, positionals: string[], tokens?: object[]}}
 * @throws ERR_PARSE_ARGS_UNKNOWN_OPTION, ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL, ERR_PARSE_ARGS_INVALID_OPTION_VALUE
 */
const parseArgs = (config = { __proto__: null }) => {
  const settings = new Settings(config);
  const tokens = new Scanner(settings).scan();
  const values = { __proto__: null };
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (settings.strict) checkOption(token, settings);
      storeOption(token, values, settings);
    } else if (token.kind === 'positional') {
      if (!settings.allowPositionals) throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      positionals.push(token.value);
    }
  }
  for (const { name, fallback } of settings.byName.values()) {
    if (fallback !== undefined && name !== '__proto__' && !(name in values)) values[name] = fallback;
  }
  return settings.tokens ? { values, positionals, tokens } : { values, positionals };
};

module.exports = { parseArgs };
