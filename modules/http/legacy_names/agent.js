'use strict';
// require('_http_agent').
const agents = require('http/agent');
module.exports = { Agent: agents.Agent, globalAgent: agents.globalAgent };
