// From the native handle to 'message'.
'use strict';
const { Buffer } = require('buffer');
const { errnoException } = require('errors');
const { kOwner } = require('stream_handles');
const { kState } = require('udp_handles');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;

const FastBuffer = Buffer[Symbol.species];

/** Lets messages come in; they are emitted as 'message'. */
function startReceiving(socket) {
  const state = socket[kState];
  state.receiving = true;
  state.handle.recvStart(onMessage);
}

/** Lets no more messages come in. */
function stopReceiving(socket) {
  const state = socket[kState];
  if (!state.receiving) return;
  state.handle.recvStop();
  state.receiving = false;
}

// Called natively, `this` being the handle: one function serves all sockets.
function onMessage(size, memory, address, port) {
  if (!tracking.on) {
    deliver(this[kOwner], size, memory, address, port);
  } else {
    asyncIds.enter(this);
    deliver(this[kOwner], size, memory, address, port);
    asyncIds.leave(this);
  }
}

function deliver(socket, size, memory, address, port) {
  if (size < 0) {
    socket.emit('error', errnoException(size, 'recvmsg'));
    return;
  }
  const family = socket.type === 'udp6' ? 'IPv6' : 'IPv4';
  const { receiveBlockList } = socket[kState];
  if (receiveBlockList !== undefined && receiveBlockList.check(address, family.toLowerCase())) return;
  socket.emit('message', new FastBuffer(memory), { address, family, port, size });
}

module.exports = { startReceiving, stopReceiving };
