'use strict';
// http.globalAgent: the agent of requests that name none, made when somebody asks for it. It may be replaced.
const { Agent } = require('http/agent');
const { proxyEnvironment } = require('http/proxy');

let agent;

/** @returns {Agent} */
function get() {
  agent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv: proxyEnvironment() });
  return agent;
}

function set(value) {
  agent = value;
}

module.exports = { get, set };
