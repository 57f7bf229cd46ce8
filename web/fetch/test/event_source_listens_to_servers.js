// Flags: --experimental-eventsource --no-warnings
'use strict';
const assert = require('node:assert');
const http = require('node:http');
const finish = require('../../../test/_finish');

const seen = [];
const server = http.createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('id: 1\ndata: hello\n\n');
  response.write('event: lines\ndata: a\ndata: b\n\n');
}).listen(0, '127.0.0.1', () => {
  const source = new EventSource(`http://127.0.0.1:${server.address().port}`);
  source.onopen = () => seen.push(['open', source.readyState]);
  source.onmessage = ({ type, data, lastEventId }) => seen.push([type, data, lastEventId]);
  source.addEventListener('lines', ({ type, data }) => {
    seen.push([type, data]);
    source.close();
    server.close();
    server.closeAllConnections();
  });
});

finish.atExit(() => {
  assert.deepStrictEqual(seen, [['open', 1], ['message', 'hello', '1'], ['lines', 'a\nb']]);
});
