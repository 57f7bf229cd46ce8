// process.loadEnvFile and --env-file.
'use strict';
const process = require('process_object');

/**
 * Sets the variables of a .env file that are not set yet.
 * @param {string|URL|Buffer} [path] './.env' by default
 */
function loadEnvFile(path = '.env') {
  const fs = require('fs');
  let file = path;
  if (typeof path !== 'string') {
    file = require('validators').getValidatedPath?.(path, 'path') ?? path;
  }
  apply(fs.readFileSync(file, 'utf8'));
}

/** Sets the variables of the text of a .env file, but for those that the environment has. */
function apply(text) {
  const variables = require('util').parseEnv(text);
  for (const [name, value] of Object.entries(variables)) {
    if (process.env[name] === undefined) process.env[name] = value;
  }
}

module.exports = { loadEnvFile, apply };
