'use strict';
// socket.io-client 1.3.7: the connection closes with its last connected socket, though another one is connecting. Mended in
// 1.4.0: those count, too.
const { assert, net, isMended, atEnd, onLines, serve } = require('./_race');

class Manager {
  #transport;
  #connected = new Set();
  #connecting = new Map();

  constructor(port) {
    this.#transport = net.connect(port, '127.0.0.1');
    this.#transport.on('error', () => {});
    onLines(this.#transport, (line) => {
      const [, name] = line.split(' ');
      this.#connected.add(name);
      const listener = this.#connecting.get(name);
      this.#connecting.delete(name);
      listener();
    });
  }

  open(name, listener) {
    this.#connecting.set(name, listener);
    this.#transport.write(`connect ${name}\n`);
  }

  close(name) {
    this.#connected.delete(name);
    if (this.#connected.size > 0 || isMended && this.#connecting.size > 0) return;
    this.#transport.end();
    this.#transport.destroy();
  }
}

const opened = [];
serve((line, reply) => reply(line), (port, server) => {
  const manager = new Manager(port);
  manager.open('chat', () => {
    opened.push('chat');
    manager.open('news', () => {
      opened.push('news');
      setTimeout(() => {
        manager.close('news');
        server.close();
      }, 50);
    });
    setTimeout(() => manager.close('chat'), 25);
    if (!isMended) setTimeout(() => server.close(), 100);
  });
});
atEnd(() => assert.deepStrictEqual(opened, ['chat', 'news']));
