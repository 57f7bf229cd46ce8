'use strict';
// nes: disconnect() within the delay before it reconnects is forgotten. Mended: it stops that timer.
const { assert, net, isMended, atEnd } = require('./_race');
const RECONNECT_MS = 15;

class Client {
  #port;
  #socket;
  #timer;
  #isOver = false;
  lateConnections = 0;

  connect(port) {
    if (this.#isOver) this.lateConnections++;
    this.#port = port;
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.on('error', () => {});
    this.#socket.on('data', () => {}).on('close', () => {
      if (this.#socket !== undefined) this.#timer = setTimeout(() => this.connect(this.#port), RECONNECT_MS);
    });
  }

  disconnect() {
    if (isMended) clearTimeout(this.#timer);
    this.#isOver = true;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }
}

const client = new Client();
let connections = 0;
const server = net.createServer((socket) => {
  socket.on('error', () => {}).resume();
  if (++connections > 1) return;
  socket.end();
  setTimeout(() => client.disconnect(), 45);
});
server.listen(0, '127.0.0.1', () => {
  client.connect(server.address().port);
  setTimeout(() => {
    client.disconnect();
    server.close();
  }, 150);
});
atEnd(() => assert.strictEqual(client.lateConnections, 0));
