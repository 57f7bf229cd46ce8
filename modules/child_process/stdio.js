// The option stdio: from what a user writes to one description for each of the child's descriptors.
'use strict';
const {
  ERR_INVALID_ARG_VALUE, ERR_INVALID_SYNC_FORK_INPUT, ERR_IPC_ONE_PIPE, ERR_IPC_SYNC_FORK,
} = require('errors');

/** A word for all three, as the list it stands for; with `channel` ('ipc') as a fourth. */
function listOf(word, channel) {
  const list = [];
  if (word === 'inherit') list.push(0, 1, 2);
  else if (word === 'ignore' || word === 'pipe' || word === 'overlapped') list.push(word, word, word);
  else throw new ERR_INVALID_ARG_VALUE('stdio', word);
  if (channel) list.push(channel);
  return list;
}

/**
 * The descriptions that the native halves take.
 * @param {string|any[]} stdio a list is filled up to three, in place
 * @param {boolean} sync whether the child will be waited for: then pipes are made natively
 * @returns {{stdio: object[], ipc: Pipe|undefined, ipcFd: number|undefined}}
 */
function describeStdio(stdio, sync) {
  if (typeof stdio === 'string') stdio = listOf(stdio);
  else if (!Array.isArray(stdio)) throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  while (stdio.length < 3) stdio.push(undefined);
  const result = { stdio: [], ipc: undefined, ipcFd: undefined };
  try {
    for (let i = 0; i < stdio.length; i++) {
      const item = stdio[i] ?? (i < 3 ? 'pipe' : 'ignore');
      result.stdio.push(describe(item, i, sync, result));
    }
  } catch (error) {
    closePipes(result.stdio);
    throw error;
  }
  return result;
}

function describe(item, i, sync, result) {
  if (item === 'ignore') return { type: 'ignore' };
  if (item === 'pipe' || item === 'overlapped' || (typeof item === 'number' && item < 0)) {
    return pipe(item === 'overlapped' ? 'overlapped' : 'pipe', i, sync);
  }
  if (item === 'ipc') return channel(i, sync, result);
  if (item === 'inherit') return { type: 'inherit', fd: i };
  if (typeof item === 'number') return { type: 'fd', fd: item };
  if (typeof item.fd === 'number') return { type: 'fd', fd: item.fd };
  const handle = handleOf(item);
  if (handle !== undefined) return { type: 'wrap', handle, _stdio: item };
  if (typeof item === 'string' || ArrayBuffer.isView(item)) {
    if (!sync) throw new ERR_INVALID_SYNC_FORK_INPUT(require('inspect').inspect(item));
    return { type: 'pipe', readable: true, writable: false, input: item };
  }
  throw new ERR_INVALID_ARG_VALUE('stdio', item);
}

function pipe(type, i, sync) {
  // As the child sees it.
  if (sync) return { type, readable: i === 0, writable: i !== 0 };
  return { type, handle: require('stream_handles').newPipe() };
}

function channel(i, sync, result) {
  if (sync) throw new ERR_IPC_SYNC_FORK();
  if (result.ipc !== undefined) throw new ERR_IPC_ONE_PIPE();
  result.ipc = require('stream_handles').newIpcPipe();
  result.ipcFd = i;
  return { type: 'pipe', handle: result.ipc, ipc: true };
}

function handleOf(item) {
  const { isInheritable } = binding('child_process');
  return [item, item.handle, item._handle].find((candidate) => isInheritable(candidate));
}

/** Closes the pipes that were made for descriptions. */
function closePipes(stdio) {
  for (const { type, handle } of stdio) if (handle !== undefined && type !== 'wrap') handle.close();
}

module.exports = { listOf, describeStdio, closePipes };
