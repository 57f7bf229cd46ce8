'use strict';
// Talks to a server in bytes.
const net = require('node:net');

/** Listens on a free port of loopback. */
function listen(server) {
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });
}

/**
 * Writes the pieces (strings, or functions to call) one a turn of the loop, and resolves to what came until the end
 * of the connection, or until `isEnough(text)` says so. Dates are replaced by D.
 */
function exchange(port, pieces, isEnough = () => false) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    const finish = () => {
      socket.destroy();
      resolve(text.replace(/Date: [^\r]*/g, 'Date: D'));
    };
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      text += data;
      if (isEnough(text)) finish();
    });
    socket.on('error', () => {});
    socket.on('close', finish);
    const list = [].concat(pieces);
    const next = () => {
      if (list.length === 0 || socket.destroyed) return;
      socket.write(list.shift(), 'latin1', () => { if (list.length > 0) setImmediate(next); });
    };
    socket.on('connect', next);
  });
}

module.exports = { exchange, listen };
