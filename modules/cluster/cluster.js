// node:cluster, as a program sees it that is no worker. Starting workers is not there yet: fork() throws
// ERR_METHOD_NOT_IMPLEMENTED.
'use strict';
const EventEmitter = require('events');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');

const cluster = module.exports = new EventEmitter();

cluster.isWorker = false;
cluster.isMaster = true; // its name before Node 16
cluster.isPrimary = true;
cluster.workers = {};
cluster.settings = {};
cluster.SCHED_NONE = 1;
cluster.SCHED_RR = 2;
cluster.schedulingPolicy = cluster.SCHED_RR;
cluster.setupPrimary = cluster.setupMaster = function setupPrimary(settings) {
  cluster.settings = { ...cluster.settings, ...settings };
};
cluster.fork = function fork() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('cluster.fork()');
};
cluster.disconnect = function disconnect(callback) {
  if (callback) require('process').nextTick(callback);
};
