'use strict';
// node:worker_threads: what a program sees of the thread it runs in, and the means to make and reach others.
// Also shown: child_stdio, descriptors, environment_data, error_transfer, process_in_worker, start_data,
// thread_messages, worker.

const { isMainThread } = binding('process');
const native = binding('worker');
const { MessageChannel, MessagePort, receiveMessageOnPort } = require('messaging/message_port');
const { BroadcastChannel } = require('messaging/broadcast_channel');
const { markAsUncloneable, markAsUntransferable, isMarkedAsUntransferable } = require('messaging');
const { moveMessagePortToContext } = require('messaging/moved_port');
const { Worker, SHARE_ENV } = require('worker_threads/worker');
const { setEnvironmentData, getEnvironmentData } = require('worker_threads/environment_data');
const { postMessageToThread } = require('worker_threads/thread_messages');

const isMain = isMainThread();
const facts = isMain ? undefined : require('worker_threads/start_data').get();
const isInternalThread = !isMain && facts.program.kind === 'hooks'; // that of module.register()

module.exports = {
  isInternalThread,
  isMainThread: isMain,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  moveMessagePortToContext,
  receiveMessageOnPort,
  resourceLimits: isMain ? {} : facts.limits,
  postMessageToThread,
  threadId: native.threadId(),
  threadName: native.threadName(),
  SHARE_ENV,
  Worker,
  parentPort: isMain || isInternalThread ? null : facts.port,
  workerData: isMain || isInternalThread ? null : facts.workerData,
  BroadcastChannel,
  setEnvironmentData,
  getEnvironmentData,
  get locks() {
    return require('locks').locks;
  },
};
