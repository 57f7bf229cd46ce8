'use strict';
// Passes connections on to another host, byte for byte, in both directions:
//   eddy tcp_proxy.js [PORT [HOST [HOST_PORT]]]      default: 8080 to 127.0.0.1:80
//
// pipeline() carries backpressure through: when one side reads slowly, the other is read slowly too. Half-open
// connections are kept: a side that has ended still gets what the other one says.
const net = require('node:net');
const { pipeline } = require('node:stream');

const [port = '8080', host = '127.0.0.1', hostPort = '80'] = process.argv.slice(2);

const server = net.createServer({ allowHalfOpen: true }, (client) => {
  const upstream = net.connect({ host, port: Number(hostPort), allowHalfOpen: true });
  const name = `${client.remoteAddress}:${client.remotePort}`;
  let open = 2;
  const done = (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(`${name}: ${error.message}`);
    if (--open === 0) console.log(`${name}: ${upstream.bytesWritten} bytes there, ${upstream.bytesRead} back`);
  };
  pipeline(client, upstream, done);
  pipeline(upstream, client, done);
});

server.listen(Number(port), () => {
  console.log(`port ${server.address().port} leads to ${host}:${hostPort}; ctrl-C ends it`);
});
process.once('SIGINT', () => {
  server.close();
  setTimeout(() => process.exit(), 1000).unref(); // for connections that go on
});
