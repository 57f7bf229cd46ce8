'use strict';
// Sending web streams to other places, section 8.2 and the "transfer steps" of 4.2.6, 5.2.6 and 6.2.5: the stream stays
// and is piped to a message port; who receives the other port reads from it or writes to it.
//
// serialize(stream) is for who sends: with the class's name, the native half of the port that goes along (of a TransformStream
// two, of its readable and of its writable side); the stream is locked from now on. deserialize() is for who receives.
const { dataCloneError } = require('messaging');
const { MessageChannel, handleOf, makePort } = require('messaging/message_port');
const { DefaultControllerCore } = require('webstreams/default_controller');
const { pipeTo } = require('webstreams/pipe_to');
const { ReadableStream, coreOf: readableCoreOf } = require('webstreams/readable');
const { ReadableCore } = require('webstreams/readable_core');
const { kInternal, noop, react } = require('webstreams/shared');
const { transformOf } = require('webstreams/transform');
const { WritableStream, coreOf: writableCoreOf } = require('webstreams/writable');
const { WritableControllerCore, WritableCore } = require('webstreams/writable_core');

const KEEP_ALL = { preventAbort: false, preventCancel: false, preventClose: false };

/**
 * The transfer steps of a ReadableStream, section 4.2.5: pipes it to a port; returns the other port's half. Throws a
 * DataCloneError where it is locked.
 */
function sendReadable(stream) {
  const core = readableCoreOf(stream);
  refuseLocked(core);
  const { port1, port2 } = new MessageChannel();
  react(pipeTo(core, writableTo(port1), KEEP_ALL, undefined), undefined, noop);
  return handleOf(port2);
}

/** The transfer steps of a WritableStream, section 5.2.5. */
function sendWritable(stream) {
  const core = writableCoreOf(stream);
  refuseLocked(core);
  const { port1, port2 } = new MessageChannel();
  react(pipeTo(readableFrom(port1), core, KEEP_ALL, undefined), undefined, noop);
  return handleOf(port2);
}

/** The transfer steps of a TransformStream, section 6.2.4: those of its two sides. */
function sendTransform({ readable, writable }) {
  refuseLocked(readableCoreOf(readable));
  refuseLocked(writableCoreOf(writable));
  return [sendReadable(readable), sendWritable(writable)];
}

function refuseLocked(core) {
  if (core.isLocked) throw dataCloneError('Cannot transfer a locked stream');
}

/** The transfer-receiving steps of a ReadableStream. */
function receiveReadable(half) {
  return new ReadableStream(kInternal, readableFrom(makePort(half)));
}

/** The transfer-receiving steps of a WritableStream. */
function receiveWritable(half) {
  return new WritableStream(kInternal, writableTo(makePort(half)));
}

/** The transfer-receiving steps of a TransformStream. */
function receiveTransform([readableHalf, writableHalf]) {
  return transformOf(receiveReadable(readableHalf), receiveWritable(writableHalf));
}

/** Listens to a port, without keeping the process alive: a stream without a source is no reason to go on. */
function listen(port, onMessage, onFailed) {
  port.on('message', onMessage);
  port.on('messageerror', (error) => {
    sendError(port, error);
    port.close();
    onFailed(error);
  });
  port.on('close', () => { onFailed(dataCloneError('The other end of the stream is gone')); });
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

/** CrossRealmTransformSendError: an error that can't be sent is not reported. */
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
    const { resolve } = asked ?? { __proto__: null };
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

const receivers = {
  __proto__: null, ReadableStream: receiveReadable, WritableStream: receiveWritable, TransformStream: receiveTransform,
};

/** The stream of class `kind` whose transfer steps gave `data`, in another thread. */
function deserialize([kind, data]) {
  return receivers[kind](data);
}

module.exports = { sendReadable, sendTransform, sendWritable, deserialize };
