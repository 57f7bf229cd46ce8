'use strict';
// 'close' of a stream comes in a callback behind that of 'end' and 'finish': who awaits one may then await the other.
const assert = require('node:assert');
const http2 = require('node:http2');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

finish(async () => {
  const server = http2.createServer((request, response) => {
    request.resume();
    response.write('one');
    response.end('two');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  await once(client, 'connect');

  for (const event of ['response', 'end', 'finish']) {
    const request = client.request();
    if (event !== 'response') request.resume();
    await once(request, event);
    await once(request.resume(), 'close');
    assert.deepStrictEqual([request.closed, request.destroyed, request.rstCode], [true, true, 0]);
  }

  const posted = client.request({ ':method': 'POST' });
  posted.end('body');
  let text = '';
  for await (const chunk of posted) text += chunk;
  await once(posted, 'close');
  assert.strictEqual(text, 'onetwo');

  // What is read late is read to its end, and the stream is closed behind that.
  const late = client.request();
  await once(late, 'response');
  await new Promise((resolve) => client.ping(resolve));
  const closed = once(late, 'close');
  await once(late.resume(), 'end');
  await closed;
  assert.strictEqual(late.readableEnded, true);

  client.close();
  server.close();
});
