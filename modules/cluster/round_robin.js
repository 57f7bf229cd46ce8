// SCHED_RR: the primary listens and hands each connection to the worker that has waited longest for one. A worker gets
// the next when it has answered for the last, so that a busy one is not flooded.
'use strict';
const { setTimeout } = require('timers');
const { deliverConnection } = require('stream_handles/listening');
const { bind } = require('cluster/listening_handle');

const DEFAULT_BACKLOG = 511;
// Milliseconds until a connection is offered again that every worker has refused, being full.
const OFFER_AGAIN_AFTER = 10;

class RoundRobin {
  errno = 0;
  sockname; // what getsockname() returns; none for paths
  data; // what the first worker's server wants all others to have
  handle = undefined; // none goes to the workers
  #listener = null;
  #key;
  #workers = new Map(); // worker => Peer
  #free = new Set(); // the workers with nothing to answer for, the longest waiting first
  #connections = []; // {client, refusals} that no worker has yet

  constructor(query) {
    this.#key = query.key;
    const listener = bind(query);
    this.errno = typeof listener === 'number' ? listener : this.#listen(listener, query.backlog || DEFAULT_BACKLOG);
  }

  #listen(listener, backlog) {
    listener.onconnection = (status, client) => {
      if (status === 0) this.#distribute({ client, refusals: 0 });
    };
    const error = listener.listen(backlog, deliverConnection);
    if (error !== 0) {
      listener.close();
      return error;
    }
    if (listener.getsockname) {
      this.sockname = {};
      listener.getsockname(this.sockname);
    }
    this.#listener = listener;
    return 0;
  }

  add(worker, peer) {
    this.#workers.set(worker, peer);
    this.#serve(worker);
  }

  /** @returns {boolean} whether it was the last, and nobody listens any more */
  remove(worker) {
    if (!this.#workers.delete(worker)) return false;
    this.#free.delete(worker);
    if (this.#workers.size > 0) return false;
    this.#listener.close();
    this.#listener = null;
    for (const { client } of this.#connections.splice(0)) client.close();
    return true;
  }

  #distribute(connection) {
    if (this.#listener === null) {
      connection.client.close();
      return;
    }
    this.#connections.push(connection);
    const [worker] = this.#free;
    if (worker === undefined) return;
    this.#free.delete(worker);
    this.#serve(worker);
  }

  // Gives the worker the next connection, or lets it wait for one.
  #serve(worker) {
    if (!this.#workers.has(worker)) return;
    const connection = this.#connections.shift();
    if (connection === undefined) {
      this.#free.add(worker);
      return;
    }
    this.#workers.get(worker).ask({ act: 'newconn', key: this.#key }, connection.client, (answer) => {
      if (answer?.accepted) connection.client.close();
      else this.#refused(connection, answer === undefined);
      this.#serve(worker);
    });
  }

  // A worker that dies before it answers has read nothing of the connection: another may have it.
  #refused(connection, died) {
    if (!died) connection.refusals++;
    if (connection.refusals < this.#workers.size) {
      this.#distribute(connection);
      return;
    }
    connection.refusals = 0;
    setTimeout(() => this.#distribute(connection), OFFER_AGAIN_AFTER);
  }
}

module.exports = { RoundRobin };
