'use strict';
// An emitter may emit as soon as somebody listens (streams of minipass do, for what they have emitted before).
const assert = require('node:assert');
const { EventEmitter, once } = require('node:events');
const finish = require('../../../test/_finish');

class Replays extends EventEmitter {
  once(name, listener) {
    super.once(name, listener);
    if (name === 'ready') this.emit(name, 1, 2);
    return this;
  }
}

finish(async () => {
  const emitter = new Replays();
  assert.deepStrictEqual(await once(emitter, 'ready'), [1, 2]);
  assert.strictEqual(emitter.listenerCount('ready'), 0);
  const { signal } = new AbortController();
  assert.deepStrictEqual(await once(emitter, 'ready', { signal }), [1, 2]);
});
