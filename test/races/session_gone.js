'use strict';
// etherpad: an update comes after the session of its author went. Mended: it looks again behind what it waited for.
const { assert, fs, net, isMended, atEnd, onLines } = require('./_race');

const sessions = new Map();
let updates = 0;

function update(id) {
  fs.readFile(__filename, 'utf8', () => { // the pad
    const session = sessions.get(id);
    if (isMended && session === undefined) return;
    session.revision++;
    updates++;
  });
}

const server = net.createServer((socket) => {
  const id = sessions.size;
  sessions.set(id, { revision: 0 });
  socket.on('error', () => {});
  onLines(socket, () => update(id));
  socket.on('close', () => {
    sessions.delete(id);
    server.close();
  });
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => {
    client.write('update\n');
    setTimeout(() => client.end(), 25);
  });
  client.resume();
});
atEnd(() => assert.ok(updates <= 1));
