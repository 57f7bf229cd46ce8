'use strict';
// A client that asks its own server through an Agent, 16 requests at a time. Prints processor microseconds of a round
// trip, p99 in milliseconds, and the resident megabytes.
const http = require('node:http');

const AT_ONCE = 16;
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
const server = http.createServer((request, response) => response.end('Hello, world!\n'));

server.listen(0, '127.0.0.1', async () => {
  const options = { agent, host: '127.0.0.1', port: server.address().port, path: '/' };
  await ask(options, 10_000);
  const before = process.cpuUsage();
  const times = (await ask(options, 30_000)).sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({
    cpu: (user + system) / times.length,
    p99: times[Math.floor(times.length * 0.99)],
    memory: process.memoryUsage.rss() / 2 ** 20,
  }));
  process.exit(0);
});

function ask(options, count) {
  return new Promise((resolve) => {
    const times = [];
    let left = count;
    function one() {
      if (left-- <= 0) return;
      const start = performance.now();
      http.get(options, (response) => {
        response.on('data', () => {});
        response.on('end', () => {
          times.push(performance.now() - start);
          if (times.length === count) resolve(times);
          else one();
        });
      });
    }
    for (let i = 0; i < AT_ONCE; i++) one();
  });
}
