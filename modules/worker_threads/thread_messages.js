'use strict';
// Messages between any two threads, by their ids: postMessageToThread() and the process's event 'workerMessage'. A thread
// that listens to that has an inbox, a port that all others reach by the thread's id; each message brings a port along
// through which the outcome comes back.

const process = require('process_object');
const ports = binding('ports');
const { messaging, transferListOf } = require('messaging');
const { MessageChannel, openInbox: openPort } = require('messaging/message_port');
const { threadId: ownId } = binding('worker');
const {
  ERR_WORKER_MESSAGING_ERRORED, ERR_WORKER_MESSAGING_FAILED, ERR_WORKER_MESSAGING_SAME_THREAD,
  ERR_WORKER_MESSAGING_TIMEOUT,
} = require('errors');
const { validateNumber } = require('validators');

const DELIVERED = 0;
const NO_LISTENER = 1;
const LISTENER_THREW = 2;

let inbox;

/** From now on other threads' messages reach the main thread. A worker receives them from its start (main/worker.js). */
function openInbox() {
  if (inbox !== undefined) return;
  inbox = openPort(ownId());
  inbox.on('message', receive);
  inbox.unref();
}

/** A message that arrived in the inbox. */
function receive({ value, source, reply }) {
  let outcome = DELIVERED;
  try {
    if (!process.emit('workerMessage', value, source)) outcome = NO_LISTENER;
  } catch {
    outcome = LISTENER_THREW;
  }
  reply.postMessage(outcome);
  reply.close();
}

/**
 * Sends a copy of `value` to a thread that listens to process's 'workerMessage'.
 * @param {number} threadId
 * @param {object[]} [transferList] @param {number} [timeout] ms
 * @returns {Promise<undefined>} settles when the other thread's listeners have run
 */
async function postMessageToThread(threadId, value, transferList, timeout) {
  if (typeof transferList === 'number' && timeout === undefined) {
    timeout = transferList;
    transferList = undefined;
  }
  if (timeout !== undefined) validateNumber(timeout, 'timeout', 0);
  if (threadId === ownId()) throw new ERR_WORKER_MESSAGING_SAME_THREAD();
  const transfer = transferList === undefined || transferList === null ? [] :
    transferListOf(transferList, 'Optional transferList argument must be an iterable') ?? [];
  const { port1: reply, port2: theirReply } = new MessageChannel();
  const message = { value, source: ownId(), reply: theirReply };
  if ((threadId | 0) !== threadId || !ports.postToThread(messaging, threadId, message, [theirReply, ...transfer])) {
    reply.close();
    throw new ERR_WORKER_MESSAGING_FAILED();
  }
  const outcome = await outcomeOf(reply, timeout);
  if (outcome === LISTENER_THREW) throw new ERR_WORKER_MESSAGING_ERRORED();
  if (outcome === NO_LISTENER) throw new ERR_WORKER_MESSAGING_FAILED();
  if (outcome !== DELIVERED) throw new ERR_WORKER_MESSAGING_TIMEOUT();
}

function outcomeOf(reply, timeout) {
  return new Promise((resolve) => {
    let timer;
    const settle = (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const { setTimeout, clearTimeout } = require('timers');
    reply.on('message', settle);
    reply.on('close', () => settle(NO_LISTENER)); // the thread ended first
    if (timeout === undefined) return;
    timer = setTimeout(() => {
      settle(undefined);
      reply.close();
    }, timeout);
  });
}

module.exports = { postMessageToThread, openInbox, receive };
