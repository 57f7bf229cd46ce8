'use strict';
// Sending web streams to other places, section 8.2 and the "transfer steps" of 4.2.6, 5.2.6 and 6.2.5: the stream stays
// and is piped to a message port; who receives the other port reads from it or writes to it.
//
//   detach(stream) -> MessagePort        for who sends: the port goes along, the stream is locked from now on;
//                                        of a TransformStream two, of its readable and of its writable side
//   reviveReadable(port), reviveWritable(port), reviveTransform(ports) -> stream    for who receives
const { DefaultControllerCore } = require('webstreams/default_controller');
const { pipeTo } = require('webstreams/pipe_to');
const { ReadableStream, coreOf: readableCoreOf, isReadableStream } = require('webstreams/readable');
const { ReadableCore } = require('webstreams/readable_core');
const { kInternal, noop, react } = require('webstreams/shared');
const { transformOf } = require('webstreams/transform');
const { WritableStream, coreOf: writableCoreOf, isWritableStream } = require('webstreams/writable');
const { WritableControllerCore, WritableCore } = require('webstreams/writable_core');

const KEEP_ALL = { preventAbort: false, preventCancel: false, preventClose: false };

function dataCloneError(message) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, 'DataCloneError');
}

function detach(stream) {
  if (isReadableStream(stream)) return detachReadable(readableCoreOf(stream));
  if (isWritableStream(stream)) return detachWritable(writableCoreOf(stream));
  checkTransfer(stream);
  return [detachReadable(readableCoreOf(stream.readable)), detachWritable(writableCoreOf(stream.writable))];
}

/** Throws a DataCloneError if the stream, or a side of it, is locked. */
function checkTransfer(stream) {
  if (isReadableStream(stream)) {
    refuseLocked(readableCoreOf(stream));
  } else if (isWritableStream(stream)) {
    refuseLocked(writableCoreOf(stream));
  } else {
    checkTransfer(stream.readable);
    checkTransfer(stream.writable);
  }
}

function reviveReadable(port) {
  return new ReadableStream(kInternal, readableFrom(port));
}

function reviveWritable(port) {
  return new WritableStream(kInternal, writableTo(port));
}

function reviveTransform([readablePort, writablePort]) {
  return transformOf(reviveReadable(readablePort), reviveWritable(writablePort));
}

function refuseLocked(core) {
  if (core.isLocked) throw dataCloneError('Cannot transfer a locked stream');
}

function detachReadable(core) {
  refuseLocked(core);
  const { port1, port2 } = new (require('worker_threads').MessageChannel)();
  react(pipeTo(core, writableTo(port1), KEEP_ALL, undefined), undefined, noop);
  return port2;
}

function detachWritable(core) {
  refuseLocked(core);
  const { port1, port2 } = new (require('worker_threads').MessageChannel)();
  react(pipeTo(readableFrom(port1), core, KEEP_ALL, undefined), undefined, noop);
  return port2;
}

/** Listens without keeping the process alive: a stream nobody feeds is no reason to go on. */
function listen(port, onMessage, onFailed) {
  port.on('message', onMessage);
  port.on('messageerror', () => {
    const error = dataCloneError('A chunk could not be received');
    sendError(port, error);
    port.close();
    onFailed(error);
  });
  port.unref();
}

/** PackAndPostMessageHandlingError: what can't be sent is sent as an error, and thrown. */
function send(port, type, value) {
  try {
    port.postMessage({ type, value });
  } catch (error) {
    sendError(port, error);
    throw error;
  }
}

/** CrossRealmTransformSendError: an error that can't be sent is not told. */
function sendError(port, error) {
  try {
    port.postMessage({ type: 'error', value: error });
  } catch {
    // The other side learns from the closing of the port.
  }
}

/** SetUpCrossRealmTransformReadable: a stream of what the port brings; it asks for each chunk. */
function readableFrom(port) {
  const core = new ReadableCore();
  const controller = new DefaultControllerCore(core, {
    start: undefined,
    pull() { send(port, 'pull'); },
    cancel(reason) {
      try {
        send(port, 'error', reason);
      } finally {
        port.close();
      }
    },
  }, undefined, 0, undefined);
  listen(port, ({ type, value }) => {
    if (type === 'chunk') {
      if (controller.canEnqueue()) controller.enqueue(value);
    } else if (type === 'close') {
      if (controller.canEnqueue()) controller.close();
      port.close();
    } else if (type === 'error') {
      controller.error(value);
      port.close();
    }
  }, (error) => { controller.error(error); });
  controller.start();
  return core;
}

/** SetUpCrossRealmTransformWritable: a stream whose chunks go through the port, one whenever the other side asks. */
function writableTo(port) {
  const core = new WritableCore();
  /** Settled when the other side asks; null when it has. */
  let asked = Promise.withResolvers();
  const whenAsked = () => {
    const { resolve } = asked ?? {};
    asked = null;
    resolve?.();
  };
  const controller = new WritableControllerCore(core, {
    start: undefined,
    async write(chunk) {
      if (asked !== null) await asked.promise;
      asked = Promise.withResolvers();
      try {
        send(port, 'chunk', chunk);
      } catch (error) {
        port.close();
        throw error;
      }
    },
    close() {
      send(port, 'close');
      port.close();
    },
    abort(reason) {
      try {
        send(port, 'error', reason);
      } finally {
        port.close();
      }
    },
  }, undefined, 1, undefined);
  listen(port, ({ type, value }) => {
    if (type === 'pull') {
      whenAsked();
    } else if (type === 'error') {
      controller.error(value);
      whenAsked();
    }
  }, (error) => {
    controller.error(error);
    whenAsked();
  });
  controller.start();
  return core;
}

module.exports = { checkTransfer, detach, reviveReadable, reviveTransform, reviveWritable };
