// A server's connections that were sent to other processes: server.getConnections() and close() ask for them there.
//   NODE_SOCKET_GET_COUNT is answered by NODE_SOCKET_COUNT; NODE_SOCKET_NOTIFY_CLOSE by NODE_SOCKET_ALL_CLOSED, once
//   none is left.
'use strict';
const EventEmitter = require('events');
const { nextTick } = require('ticks');
const { ERR_CHILD_CLOSED_BEFORE_REPLY } = require('errors');

let servers = 0;
const keys = new WeakMap(); // server -> the key that both processes know it by
const sentTo = new WeakMap(); // target -> Map { key => SentConnections }
const receivedFrom = new WeakMap(); // target -> Map { key => ReceivedConnections }

function entry(map, target, key, make) {
  let ofTarget = map.get(target);
  if (ofTarget === undefined) map.set(target, ofTarget = new Map());
  if (!ofTarget.has(key)) ofTarget.set(key, make());
  return ofTarget.get(key);
}

/** The connections of one server that one process has: a worker of the server's (Server.prototype._setupWorker). */
class SentConnections extends EventEmitter {
  #target;

  constructor(target, key) {
    super();
    this.#target = target;
    this.key = key;
    target.once('exit', () => this.emit('exit', this));
  }

  #ask(question, answer, callback) {
    const target = this.#target;
    if (!target._send || !target.connected) {
      nextTick(callback, new ERR_CHILD_CLOSED_BEFORE_REPLY());
      return;
    }
    const stop = () => {
      target.removeListener('exit', onExit);
      target.removeListener('internalMessage', onReply);
    };
    const onExit = () => {
      stop();
      callback(new ERR_CHILD_CLOSED_BEFORE_REPLY());
    };
    const onReply = (message) => {
      if (message.cmd !== answer || message.key !== this.key) return;
      stop();
      callback(null, message);
    };
    target.on('exit', onExit);
    target.on('internalMessage', onReply);
    target._send({ cmd: question, key: this.key }, undefined, { swallowErrors: true });
  }

  /** callback(error) when all are closed. */
  close(callback) {
    this.#ask('NODE_SOCKET_NOTIFY_CLOSE', 'NODE_SOCKET_ALL_CLOSED', callback);
  }

  /** callback(error, count) */
  getConnections(callback) {
    this.#ask('NODE_SOCKET_GET_COUNT', 'NODE_SOCKET_COUNT', (error, message) => {
      if (error) callback(error);
      else callback(null, message.count);
    });
  }
}

/** The connections of a server of `target`'s that we have. */
class ReceivedConnections {
  #target;
  #key;
  #count = 0;
  #onEmpty = null;

  constructor(target, key) {
    this.#target = target;
    this.#key = key;
    target.on('internalMessage', (message) => {
      if (message.key !== key) return;
      if (message.cmd === 'NODE_SOCKET_NOTIFY_CLOSE') this.#whenEmpty();
      else if (message.cmd === 'NODE_SOCKET_GET_COUNT') this.#reply({ cmd: 'NODE_SOCKET_COUNT', count: this.#count });
    });
  }

  add(socket) {
    this.#count++;
    socket.once('close', () => {
      this.#count--;
      if (this.#count === 0) this.#onEmpty?.();
    });
  }

  #whenEmpty() {
    this.#onEmpty = () => {
      this.#onEmpty = null;
      this.#reply({ cmd: 'NODE_SOCKET_ALL_CLOSED' });
    };
    if (this.#count === 0) this.#onEmpty();
  }

  #reply(message) {
    if (!this.#target.connected) return;
    this.#target._send({ ...message, key: this.#key }, undefined, { swallowErrors: true });
  }
}

/** Those of `server` that were and will be sent to `target`. @returns {SentConnections} */
function of(target, server) {
  if (!keys.has(server)) keys.set(server, `${require('process_object').pid}:${++servers}`);
  const key = keys.get(server);
  return entry(sentTo, target, key, () => {
    const connections = new SentConnections(target, key);
    server._setupWorker(connections);
    return connections;
  });
}

/** `socket` came from `target`. */
function add(target, key, socket) {
  entry(receivedFrom, target, key, () => new ReceivedConnections(target, key)).add(socket);
}

module.exports = { of, add };
