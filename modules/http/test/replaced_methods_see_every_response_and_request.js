'use strict';
// Tools replace methods on the classes that responses, requests and sockets inherit from, on a subclass, or on one object:
// they are called, in the same order, whatever the server has in shorter ways.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { EventEmitter, once } = require('node:events');
const finish = require('../../../test/_finish');

const seen = [];
const undo = [];

/** Replaces `names` of `object` by functions that note their call for server-side messages. */
function watch(object, names, isOf) {
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(object, name);
    const original = object[name];
    object[name] = function(...args) {
      if (isOf(this)) seen.push(name === 'emit' ? `emit ${args[0]}` : name);
      return original.apply(this, args);
    };
    undo.push(() => { own ? Object.defineProperty(object, name, own) : delete object[name]; });
  }
}

const isResponse = (object) => object instanceof http.ServerResponse;
const isRequest = (object) => object instanceof http.IncomingMessage && object.method !== null;
const isServerSocket = (object) => object instanceof net.Socket && object.server !== null;

const IN_ORDER = ['assignSocket', 'end', '_implicitHeader', 'writeHead', '_storeHeader', '_send', '_writeRaw', '_send', '_writeRaw', 'uncork', '_finish', 'detachSocket'];

async function ask(server, prepare) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  seen.length = 0;
  prepare?.();
  const response = await new Promise((resolve, reject) => {
    http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, resolve).on('error', reject);
  });
  let text = '';
  for await (const chunk of response.setEncoding('latin1')) text += chunk;
  server.close();
  await once(server, 'close');
  while (undo.length > 0) undo.pop()();
  assert.strictEqual(text, 'x');
  return seen.slice();
}

const claims = {
  async 'of OutgoingMessage and ServerResponse'() {
    const server = http.createServer((request, response) => response.end('x'));
    assert.deepStrictEqual(await ask(server, () => {
      watch(http.OutgoingMessage.prototype, ['end', '_send', '_writeRaw', '_storeHeader', 'uncork', '_finish'], isResponse);
      watch(http.ServerResponse.prototype, ['assignSocket', '_implicitHeader', 'writeHead', 'detachSocket', '_finish'], isResponse);
    }), IN_ORDER.flatMap((name) => name === '_finish' ? [name, name] : [name]));
  },
  async 'of a subclass'() {
    class Response extends http.ServerResponse {
      assignSocket(socket) { seen.push('assignSocket'); return super.assignSocket(socket); }
      end(...args) { seen.push('end'); return super.end(...args); }
      writeHead(...args) { seen.push('writeHead'); return super.writeHead(...args); }
      _send(...args) { seen.push('_send'); return super._send(...args); }
      detachSocket(socket) { seen.push('detachSocket'); return super.detachSocket(socket); }
    }
    const server = http.createServer({ ServerResponse: Response }, (request, response) => response.end('x'));
    assert.deepStrictEqual(await ask(server), ['assignSocket', 'end', 'writeHead', '_send', '_send', 'detachSocket']);
  },
  async 'of one response'() {
    const names = IN_ORDER.filter((name) => name !== 'assignSocket');
    const server = http.createServer((request, response) => {
      watch(response, new Set(names), () => true);
      response.end('x');
    });
    assert.deepStrictEqual(await ask(server), names);
  },
  async 'of one response, while its head is made'() {
    const server = http.createServer((request, response) => {
      const { writeHead } = response;
      response.writeHead = function(...args) {
        watch(response, ['_send', '_writeRaw'], () => true);
        return writeHead.apply(this, args);
      };
      response.end('x');
    });
    assert.deepStrictEqual(await ask(server), ['_send', '_writeRaw', '_send', '_writeRaw']);
  },
  async 'emit of all'() {
    const server = http.createServer((request, response) => response.end('x'));
    assert.deepStrictEqual(await ask(server, () => watch(EventEmitter.prototype, ['emit'], isResponse)),
                           ['emit socket', 'emit prefinish', 'emit finish', 'emit close']);
  },
  async 'emit of one response'() {
    const server = http.createServer((request, response) => {
      watch(response, ['emit'], () => true);
      response.end('x');
    });
    assert.deepStrictEqual(await ask(server), ['emit prefinish', 'emit finish', 'emit close']);
  },
  async 'emit of one request'() {
    const server = http.createServer((request, response) => {
      watch(request, ['emit'], () => true);
      response.end('x');
    });
    assert.deepStrictEqual((await ask(server)).slice(-2), ['emit end', 'emit close']);
  },
  async 'of IncomingMessage'() {
    const server = http.createServer((request, response) => {
      seen.push(request.headers.host === undefined ? 'no host' : 'a host', typeof request.headersDistinct);
      response.end('x');
    });
    const names = ['_addHeaderLine', '_addHeaderLineDistinct', 'push', '_dump'];
    assert.deepStrictEqual(await ask(server, () => watch(http.IncomingMessage.prototype, names, isRequest)),
                           ['_addHeaderLine', '_addHeaderLine', '_addHeaderLineDistinct', '_addHeaderLineDistinct',
                            'a host', 'object', 'push', '_dump']);
  },
  async 'of IncomingMessage, for whole heads'() {
    const server = http.createServer((request, response) => response.end('x'));
    assert.deepStrictEqual(await ask(server, () => watch(http.IncomingMessage.prototype, ['_addHeaderLines'], () => true)),
                           ['_addHeaderLines', '_addHeaderLines']); // the request's and the response's
  },
  async 'write of sockets'() {
    const server = http.createServer((request, response) => response.end('x'));
    assert.deepStrictEqual(await ask(server, () => watch(net.Socket.prototype, ['write', '_writeGeneric'], isServerSocket)),
                           ['write', 'write', '_writeGeneric']);
  },
  async 'write of one socket'() {
    const server = http.createServer((request, response) => {
      response.write('x');
      watch(request.socket, ['write'], () => true);
      response.end();
    });
    assert.deepStrictEqual(await ask(server), ['write']); // what was written before had been taken before
  },
  async 'and the connection is a listener of finish'() {
    const server = http.createServer((request, response) => {
      seen.push(response.listenerCount('finish'), ...response.eventNames());
      response.end('x');
    });
    assert.deepStrictEqual(await ask(server), [1, 'finish']);
  },
};

finish(async () => {
  for (const [name, claim] of Object.entries(claims)) {
    await claim().catch((error) => { throw Object.assign(error, { message: `${name}: ${error.message}` }); });
  }
});
