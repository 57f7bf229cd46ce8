// process.execve: this process becomes another program.
'use strict';
const native = binding('process');
const process = require('process_object');
const { ERR_INVALID_ARG_VALUE } = require('errors');
const { hasNullByte, validateArray, validateObject, validateString } = require('validators');

/**
 * Replaces the program of this process. Does not return: when it fails, the process aborts.
 * @param {string} execPath @param {string[]} [args] @param {Object<string, string>} [env]
 */
function execve(execPath, args = [], env = process.env) {
  validateString(execPath, 'execPath');
  validateArray(args, 'args');
  args.forEach((arg, i) => checkWord(arg, `args[${i}]`));
  const environment = [];
  if (env !== undefined) {
    validateObject(env, 'env');
    for (const [name, value] of Object.entries(env)) {
      const valid = typeof value === 'string' && !hasNullByte(name) && !hasNullByte(value);
      if (!valid) throw new ERR_INVALID_ARG_VALUE('env', env, 'must be an object with string keys and values without null bytes');
      environment.push(`${name}=${value}`);
    }
  }
  binding('permission').checkChild(execPath);
  require('exit_work').doEndWork();
  try {
    native.execve(execPath, args, environment);
  } catch (error) {
    native.writeToStderr(`process.execve failed with error code ${error.code}\n${new Error().stack.split('\n').slice(1).join('\n')}\n`);
    native.abort();
  }
}

function checkWord(word, name) {
  if (typeof word !== 'string' || hasNullByte(word)) {
    throw new ERR_INVALID_ARG_VALUE(name, word, 'must be a string without null bytes');
  }
}

module.exports = { execve };
