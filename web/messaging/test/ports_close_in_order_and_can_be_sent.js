'use strict';
// Messages before the close arrive before it; both ends hear of it once; a port sent through another goes on working.
const assert = require('node:assert');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

async function main() {
  {
    const { port1, port2 } = new MessageChannel();
    const seen = [];
    port2.on('message', (message) => seen.push(message));
    port2.on('close', () => seen.push('close'));
    port1.on('close', () => seen.push('own close'));
    port1.postMessage(1);
    port1.postMessage(2);
    port1.close();
    port1.postMessage(3);
    await once(port2, 'close');
    assert.deepStrictEqual(seen.filter((what) => what !== 'own close'), [1, 2, 'close']);
    assert.ok(!port1.hasRef() && !port2.hasRef());
  }
  {
    const outer = new MessageChannel();
    const inner = new MessageChannel();
    inner.port1.postMessage('waiting since before');
    outer.port1.postMessage({ port: inner.port2 }, [inner.port2]);
    const [{ port }] = await once(outer.port2, 'message');
    assert.deepStrictEqual(await once(port, 'message'), ['waiting since before']);
    inner.port1.postMessage('through');
    assert.deepStrictEqual(await once(port, 'message'), ['through']);
    inner.port1.close();
    await once(port, 'close');
    // A port in a message that nobody reads is closed with it.
    const lost = new MessageChannel();
    outer.port1.postMessage(null, [lost.port1]);
    outer.port2.close();
    lost.port2.ref();
    await once(lost.port2, 'close');
  }
  {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => assert.fail('the handler was taken away');
    port1.onmessage = 'no function';
    assert.strictEqual(port1.hasRef(), false);
    port2.postMessage(1);
    const event = await new Promise((resolve) => { port1.onmessage = resolve; });
    assert.ok(event instanceof MessageEvent);
    assert.strictEqual(event.data, 1);
    assert.strictEqual(event.target, port1);
    port1.close();
  }
}
const alive = setInterval(() => {}, 1000); // no port that only waits for 'close' keeps the process
finish(main).then(() => clearInterval(alive));
