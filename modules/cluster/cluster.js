// node:cluster. The environment says which side this process is: cluster.fork() gives its workers NODE_UNIQUE_ID.
'use strict';
const { env } = require('process_object');

const isWorker = Object.hasOwn(env, 'NODE_UNIQUE_ID');
module.exports = isWorker ? require('cluster/worker_side') : require('cluster/primary');
