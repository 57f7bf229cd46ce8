'use strict';
// require('_http_agent').
const { Agent } = require('http/agent');
module.exports = {
  Agent,
  globalAgent: require('http/global_agent').get(),
};
