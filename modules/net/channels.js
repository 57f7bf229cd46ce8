// What net reports on diagnostics channels. Without subscribers that costs one check.
'use strict';
const { channel } = require('diagnostics_channel');

const client = channel('net.client.socket');
const server = channel('net.server.socket');
const listenStart = channel('tracing:net.server.listen:asyncStart');
const listenEnd = channel('tracing:net.server.listen:asyncEnd');
const listenError = channel('tracing:net.server.listen:error');

function clientSocket(socket) {
  if (client.hasSubscribers) client.publish({ socket });
}

function serverSocket(socket) {
  if (server.hasSubscribers) server.publish({ socket });
}

/** Whether the channel of a server's new sockets has subscribers. */
function toldOfSockets() {
  return server.hasSubscribers;
}

function startedListening(listener, options) {
  if (listenStart.hasSubscribers) listenStart.publish({ server: listener, options });
}

function listening(listener) {
  if (listenEnd.hasSubscribers) listenEnd.publish({ server: listener });
}

function failedListening(listener, error) {
  if (listenError.hasSubscribers) listenError.publish({ server: listener, error });
}

module.exports = { clientSocket, serverSocket, toldOfSockets, startedListening, listening, failedListening };
