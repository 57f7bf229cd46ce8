'use strict';
// Signals that may be sent to other threads, or into copies: the copy is aborted by a message, the signal itself stays.
const { abortSignal, newSignal } = require('abort_controller').forTransfer;
const { restoreIn } = require('dom_exception');
const { MessageChannel, handleOf, makePort } = require('messaging/message_port');

/** What stands for `signal`: its reason if it is aborted, else the native half of the port that will bring the reason. */
function serialize(signal) {
  if (signal.aborted) return { aborted: true, reason: signal.reason };
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  signal.addEventListener('abort', () => { port1.postMessage(signal.reason); }, { once: true });
  return handleOf(port2);
}

/** @returns {AbortSignal} a signal that may be sent on; waiting for its abort does not keep the process alive */
function deserialize(data) {
  const signal = newSignal();
  if (data.aborted) {
    restoreIn(data); // here rather than with the rest of the message, of which `data` is no part
    abortSignal(signal, data.reason);
    return signal;
  }
  const port = makePort(data);
  port.on('message', (reason) => {
    abortSignal(signal, reason);
    port.close();
  });
  port.unref();
  return signal;
}

module.exports = { serialize, deserialize };
