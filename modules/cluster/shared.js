// SCHED_NONE, and UDP under any policy: the primary binds, and every worker gets the handle. The kernel decides who of
// them is given a connection or a datagram.
'use strict';
const { bind } = require('cluster/listening_handle');

class Shared {
  errno = 0;
  sockname = undefined; // the workers can ask the handle
  data; // what the first worker's server wants all others to have
  handle; // goes to the workers
  #workers = new Set();

  constructor(query) {
    const handle = bind(query);
    if (typeof handle === 'number') this.errno = handle;
    else this.handle = handle;
  }

  add(worker) {
    this.#workers.add(worker);
  }

  /** @returns {boolean} whether it was the last, and the handle is closed */
  remove(worker) {
    if (!this.#workers.delete(worker) || this.#workers.size > 0) return false;
    this.handle.close();
    return true;
  }
}

module.exports = { Shared };
