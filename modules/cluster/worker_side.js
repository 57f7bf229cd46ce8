// A worker's side of node:cluster: what net and dgram ask it for when they listen, and the way out.
'use strict';
const process = require('process_object');
const EventEmitter = require('events');
const { kOwner, setPrimary } = require('stream_handles');
const { Worker } = require('cluster/worker');
const { Peer } = require('cluster/peer');
const { RoundRobinHandle } = require('cluster/round_robin_handle');

const cluster = module.exports = new EventEmitter();
cluster.isWorker = true;
cluster.isMaster = false; // its name before Node 16
cluster.isPrimary = false;
cluster.worker = null;
cluster.Worker = Worker;

const handles = new Map(); // key => what we listen on by the primary's leave
const numbers = new Map(); // place => Set of the numbers that our listeners on it have
let primary; // Peer
let leaving = false;

/** Called at start, before the program runs. */
cluster._setupWorker = function() {
  const worker = new Worker({ id: process.env.NODE_UNIQUE_ID, process, state: 'online' });
  cluster.worker = worker;
  process.once('disconnect', () => {
    process.channel = null;
    worker.emit('disconnect');
    // The primary has gone, or has dropped us: nobody would know of us any more.
    if (!worker.exitedAfterDisconnect) process.exit(0);
  });
  primary = new Peer(process, onMessage);
  primary.tell({ act: 'online' });
  setPrimary((server, query, callback) => cluster._getServer(server, query, callback)); // programs put in one of their own
};

function onMessage(message, handle) {
  if (message.act === 'newconn') onConnection(message, handle);
  else if (message.act === 'disconnect') leave(cluster.worker, true);
}

// Listening -------------------------------------------------------------------------------------------------------

/**
 * For net and dgram: what `server` listens on. @param {object} query address, port, addressType (4, 6, -1 for a path,
 *   'udp4', 'udp6'), fd, flags, backlog, mode
 * @param {function(number, handle)} callback with 0 or a negative errno
 */
cluster._getServer = function(server, query, callback) {
  const { address, port, addressType, fd } = query;
  const place = `${address}:${port}:${addressType}:${fd}`;
  const key = `${place}:${takeNumber(place)}`;
  const question = { act: 'query', key, ...query, data: server._getServerData?.() };
  if (addressType === -1) question.cwd = process.cwd();
  primary.ask(question, undefined, (answer, handle) => {
    if (answer === undefined) return; // there is no primary any more
    server._setServerData?.(answer.data);
    if (answer.errno !== 0) {
      freeNumber(key);
      callback(answer.errno, null);
      return;
    }
    handle = handle ? watched(handle, key) : new RoundRobinHandle(answer.sockname, () => onClosed(key));
    handles.set(key, handle);
    server.once('listening', () => tellListening(server, key, query));
    callback(0, handle);
  });
};

// Two servers of ours on one place are not the same. Numbers are used again, so that port 0 stays the same port for all
// workers.
function takeNumber(place) {
  const taken = numbers.get(place) ?? new Set();
  numbers.set(place, taken);
  let number = 0;
  while (taken.has(number)) number++;
  taken.add(number);
  return number;
}

function freeNumber(key) {
  const end = key.lastIndexOf(':');
  const place = key.slice(0, end);
  const taken = numbers.get(place);
  taken.delete(Number(key.slice(end + 1)));
  if (taken.size === 0) numbers.delete(place);
}

function watched(handle, key) {
  const { close } = handle;
  handle.close = function(...args) {
    onClosed(key);
    delete handle.close;
    return Reflect.apply(close, handle, args);
  };
  return handle;
}

function onClosed(key) {
  if (!handles.delete(key)) return;
  freeNumber(key);
  primary.tell({ act: 'close', key });
}

function tellListening(server, key, { address, port, addressType, fd }) {
  if (!handles.has(key)) return; // closed meanwhile
  cluster.worker.state = 'listening';
  primary.tell({ act: 'listening', address, port: server.address()?.port || port, addressType, fd });
}

// The answer goes before the server gets the connection: without one, the primary gives the connection to another worker.
function onConnection(message, client) {
  const handle = handles.get(message.key);
  const accepted = client !== undefined && handle !== undefined && hasRoom(handle[kOwner]);
  primary.answer(message, { accepted });
  if (accepted) handle.onconnection(0, client);
  else client?.close();
}

function hasRoom(server) {
  if (server === null) return false; // not listening yet
  const isFull = server.maxConnections != null && server._connections >= server.maxConnections;
  return !isFull || Boolean(server.dropMaxConnection);
}

// Leaving ---------------------------------------------------------------------------------------------------------

function leave(worker, toldByPrimary) {
  worker.exitedAfterDisconnect = true;
  let open = 1;
  const onServerClosed = () => {
    if (--open > 0) return;
    handles.clear();
    if (toldByPrimary) disconnect();
    else primary.ask({ act: 'leaving' }, undefined, disconnect);
  };
  for (const handle of handles.values()) {
    open++;
    (handle[kOwner] ?? handle).close(onServerClosed);
  }
  onServerClosed();
}

function disconnect() {
  if (process.connected) process.disconnect();
}

/** Closes all servers, waits for their connections to end, then closes the channel. */
Worker.prototype.disconnect = function disconnect() {
  if (this.exitedAfterDisconnect !== true) leave(this, false);
  return this;
};

Worker.prototype.destroy = function destroy() {
  if (leaving) return;
  leaving = true;
  this.exitedAfterDisconnect = true;
  if (!this.isConnected()) process.exit(0);
  process.once('disconnect', () => process.exit(0));
  primary.ask({ act: 'leaving' }, undefined, disconnect);
};
