// Listening handles below servers: bound here, and what they do with a connection. For net and cluster.
'use strict';
const { UV_EINVAL } = binding('uv');
const { TCP, newPipe, newPipeServer, newTcp, newTcpServer } = require('stream_handles');
const asyncContext = require('async_context');
const { tracking, enter, leave } = require('async_ids');

const ANY_V6 = '::';
const ANY_V4 = '0.0.0.0';

/**
 * A bound handle. Programs reach this by net._createServerHandle and server._listen2, whose arguments nobody has checked: they
 * are converted, as Node does.
 * @param {object} place
 * @param {number} [place.fd] a descriptor to use, which is bound already
 * @param {string} [place.address] an IP address (any of IPv6 without one), or a pipe's path when port and family are -1
 * @param {number} [place.port] of TCP; 0 for one that the system chooses
 * @param {number} [place.family] 4, 6, or -1
 * @param {number} [place.flags] of libuv (UV_TCP_IPV6ONLY)
 * @param {boolean} [place.reusePort] whether other sockets may listen there too
 * @returns {TCP|Pipe|number} the handle, or a negative errno
 */
function createServerHandle({ address, port, family, fd, flags, reusePort }) {
  if (typeof fd === 'number' && fd >= 0) return handleOfDescriptor(fd);
  if (port === -1 && family === -1) {
    const handle = newPipeServer();
    return bound(handle, handle.bind(`${address}`));
  }
  const handle = newTcpServer();
  return bound(handle, handle.bindTo(`${address || ANY_V6}`, port | 0, flags | 0, Boolean(reusePort)));
}

function bound(handle, error) {
  if (error === 0) return handle;
  handle.close();
  return error;
}

function handleOfDescriptor(fd) {
  if ((fd | 0) !== fd) return UV_EINVAL;
  const type = binding('stdio').typeOf(fd);
  if (type !== 'PIPE' && type !== 'TCP') return UV_EINVAL;
  const handle = type === 'PIPE' ? newPipe() : newTcp();
  return bound(handle, handle.openFd(fd));
}

/** Without an address: IPv6 for both families where there is IPv6, otherwise IPv4. */
function createAnyAddressHandle({ port, fd, flags, reusePort }) {
  const handle = createServerHandle({ address: ANY_V6, port, family: 6, fd, flags, reusePort });
  if (typeof handle !== 'number') return [handle, ANY_V6, 6];
  return [createServerHandle({ address: ANY_V4, port, family: 4, flags: 0, reusePort }), ANY_V4, 4];
}

// Called natively, `this` being the listening handle.
function deliverConnection(status) {
  let client;
  if (status === 0) {
    client = newClient(this);
    status = this.accept(client);
    if (status !== 0) {
      client.close();
      client = undefined;
    }
  }
  if (!tracking.on) {
    this.onconnection(status, client);
  } else {
    enter(this);
    this.onconnection(status, client);
    leave(this);
  }
}

// A connection does not belong to the context in which its server was made.
function newClient(listener) {
  const make = listener instanceof TCP ? newTcp : newPipe;
  if (asyncContext.current() === undefined) return make();
  const context = asyncContext.swap(undefined);
  const client = make();
  asyncContext.swap(context);
  return client;
}

module.exports = { createServerHandle, createAnyAddressHandle, deliverConnection };
