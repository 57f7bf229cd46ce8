'use strict';
// agentkeepalive 2.0.0: the timeout of an idle socket destroys it after it was handed out again. Mended in 2.0.2: it is
// stopped when the socket is handed out.
const { assert, net, isMended, atEnd, onLines, serve } = require('./_race');
const IDLE_MS = 50;
const COUNT = 5;

class Agent {
  #port;
  #idle = [];

  constructor(port) {
    this.#port = port;
  }

  ask(text, callback) {
    const free = this.#idle.pop();
    if (free === undefined) return this.#use(net.connect(this.#port, '127.0.0.1'), text, callback);
    if (isMended) free.setTimeout(0);
    this.#use(free, text, callback);
  }

  #use(socket, text, callback) {
    let isAnswered = false;
    const finish = (error, line) => {
      if (isAnswered) return;
      isAnswered = true;
      callback(error, line);
    };
    for (const event of ['close', 'error', 'data']) socket.removeAllListeners(event);
    socket.on('close', () => finish(new Error('socket closed'))).on('error', finish);
    onLines(socket, (line) => {
      finish(null, line);
      this.#idle.push(socket);
      socket.setTimeout(IDLE_MS, () => socket.destroy());
    });
    socket.write(`${text}\n`);
  }

  end() {
    for (const socket of this.#idle) socket.destroy();
  }
}

const answers = [];
serve((line, reply) => reply(`answer ${line}`), (port, server) => {
  const agent = new Agent(port);
  const ask = (number) => agent.ask(number, (error, line) => {
    answers.push(error?.message ?? line);
    if (number < COUNT) return void setTimeout(ask, 25, number + 1);
    agent.end();
    server.close();
  });
  ask(1);
});
atEnd(() => assert.deepStrictEqual(answers, Array.from({ length: COUNT }, (_, i) => `answer ${i + 1}`)));
