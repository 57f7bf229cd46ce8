'use strict';
// util.parseEnv. The command line reads .env files too, before there is any JavaScript: the parser is src/cli/env_file.cc.

const { validateString } = require('validators');

/**
 * The variables of the text of a .env file; of two with one name the last one.
 * @param {string} content
 * @returns {object} name -> value
 * @throws ERR_INVALID_ARG_TYPE
 */
function parseEnv(content) {
  validateString(content, 'content');
  return binding('env_text').parse(content);
}

module.exports = { parseEnv };
