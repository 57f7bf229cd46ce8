// What can be sent to another process besides messages: sockets, servers, and the native handles below them.
'use strict';

// Each type: `take` gives the native handle to send, noting in the message what the other side needs to know; `receive`
// makes an object of the handle there; `sent` is called when the other side has it.
const types = {
  '__proto__': null,
  'net.Native': {
    take: (target, message, handle) => handle,
    receive: (target, message, handle, callback) => callback(handle),
  },
  'net.Server': {
    take: (target, message, server) => server._handle,
    receive(target, message, handle, callback) {
      const server = new (require('net').Server)();
      server.listen(handle, () => callback(server));
    },
  },
  'net.Socket': { take: takeSocket, receive: receiveSocket, sent: closeSent },
  'dgram.Native': {
    take: (target, message, handle) => handle,
    receive: (target, message, handle, callback) => callback(handle),
  },
  'dgram.Socket': {
    take(target, message, socket) {
      message.dgramType = socket.type;
      return socket[require('udp_handles').kState].handle;
    },
    receive(target, message, handle, callback) {
      const socket = new (require('dgram').Socket)(message.dgramType);
      socket.bind(handle, () => callback(socket));
    },
  },
};

/** The name of the type of what a user wants to send; undefined when that cannot be. */
function typeOf(value) {
  if (binding('child_process').isInheritable(value)) {
    return value.constructor.name === 'UDP' ? 'dgram.Native' : 'net.Native';
  }
  const net = require('net');
  if (value instanceof net.Socket) return value.encrypted ? undefined : 'net.Socket';
  if (value instanceof net.Server) return 'net.Server';
  const { loaded } = binding('builtins');
  if (loaded.dgram !== undefined && value instanceof require('dgram').Socket) return 'dgram.Socket';
  return undefined;
}

function takeSocket(target, message, socket, options) {
  const handle = socket._handle;
  if (!handle) return undefined;
  if (socket.server) {
    const connections = require('child_process/shared_connections').of(target, socket.server);
    message.key = connections.key;
    if (!options.keepOpen) socket.server._connections--;
  }
  if (!options.keepOpen) {
    handle.onRead(() => {});
    handle.readStop();
    socket.setTimeout(0);
    socket._handle = null;
  }
  return handle;
}

function receiveSocket(target, message, handle, callback) {
  const socket = new (require('net').Socket)({ handle, readable: true, writable: true });
  if (message.key) require('child_process/shared_connections').add(target, message.key, socket);
  callback(socket);
}

function closeSent(handle, options) {
  if (!options.keepOpen) handle.close();
}

const take = (target, message, value, options) => types[message.type].take(target, message, value, options);
const receive = (target, message, handle, callback) => types[message.type].receive(target, message, handle, callback);
const sent = (message, handle, options) => types[message.type].sent?.(handle, options);

module.exports = { typeOf, take, receive, sent };
