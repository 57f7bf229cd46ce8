'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(2);
const { Worker } = require('node:worker_threads');

const one = new BroadcastChannel('name');
const other = new BroadcastChannel('name');
const elsewhere = new BroadcastChannel('another name');
elsewhere.onmessage = one.onmessage = () => assert.fail('neither the sender nor another name');
const seen = [];
other.onmessage = ({ data }) => {
  seen.push(data);
  if (seen.length === 2) {
    assert.deepStrictEqual(seen.sort(), ['from here', 'from the worker']);
    for (const channel of [one, other, elsewhere]) channel.close();
    assert.throws(() => one.postMessage(1), { name: 'InvalidStateError', message: 'BroadcastChannel is closed.' });
  }
};
one.postMessage('from here');
one.onmessage = null;
new Worker("const c = new BroadcastChannel('name'); c.postMessage('from the worker'); c.close();", { eval: true });
