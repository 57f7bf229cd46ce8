// cluster.Worker: one worker, as either side sees it. disconnect() and destroy() are the side's own: primary.js,
// worker_side.js.
'use strict';
const EventEmitter = require('events');

/**
 * `id`: the key in cluster.workers; `state`: 'none', 'online', 'listening', 'disconnected' or 'dead'; `process`: the
 * ChildProcess, or in the worker `process` itself.
 */
function Worker(options) {
  if (!(this instanceof Worker)) return new Worker(options);
  EventEmitter.call(this);
  if (options === null || typeof options !== 'object') options = { __proto__: null };
  this.exitedAfterDisconnect = undefined;
  this.state = options.state || 'none';
  this.id = options.id | 0;
  if (!options.process) return;
  this.process = options.process;
  this.process.on('error', (code, signal) => this.emit('error', code, signal));
  this.process.on('message', (message, handle) => this.emit('message', message, handle));
}
Object.setPrototypeOf(Worker.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Worker, EventEmitter);

/** Ends the worker's process. @param {string} [signal='SIGTERM'] */
Worker.prototype.kill = function kill() {
  Reflect.apply(this.destroy, this, arguments);
};

/** As ChildProcess.send(), or process.send() in the worker. */
Worker.prototype.send = function send() {
  return Reflect.apply(this.process.send, this.process, arguments);
};

/** Has the process ended? */
Worker.prototype.isDead = function isDead() {
  return (this.process.exitCode ?? null) !== null || (this.process.signalCode ?? null) !== null;
};

/** Is the channel between primary and worker open? */
Worker.prototype.isConnected = function isConnected() {
  return this.process.connected;
};

module.exports = { Worker };
