'use strict';
// Who looks at a request's trailers before its body has come finds them there afterwards.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

finish(async () => {
  const server = http.createServer((request, response) => {
    const { trailers } = request;
    assert.deepStrictEqual([trailers, request.rawTrailers], [{}, []]);
    request.resume().on('end', finish.once(() => {
      assert.deepStrictEqual(trailers, { t: 'u', v: 'w, z' });
      assert.strictEqual(request.trailers, trailers);
      assert.deepStrictEqual(request.rawTrailers, ['T', 'u', 'V', 'w', 'V', 'z']);
      assert.deepEqual(request.trailersDistinct, { t: ['u'], v: ['w', 'z'] });
      response.end();
    }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1').resume();
  client.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n' +
    '1\r\nx\r\n0\r\nT: u\r\nV: w\r\nV: z\r\n\r\n');
  await once(client, 'close');
  await once(server.close(), 'close');
});
