// process.binding's parts of handles: their classes, open as soon as they are made, and the requests for them.
'use strict';
const { ERR_INVALID_ARG_TYPE } = require('errors');
const handles = require('stream_handles');
const requests = require('stream_handles/requests');

const SOCKET = 0;
const SERVER = 1;
const IPC = 2;

/** A class whose objects are those of `Native`, made open by `make(...args)`. */
function openClass(Native, name, make) {
  const Class = { [name]: function(...args) { return make(...args); } }[name];
  Class.prototype = Native.prototype;
  return Class;
}

function make(makers) {
  return (type) => {
    const maker = makers[type];
    if (maker === undefined) throw new ERR_INVALID_ARG_TYPE('type', `one of ${Object.keys(makers).join(', ')}`, type);
    return maker();
  };
}

const stream = {
  ShutdownWrap: requests.ShutdownWrap,
  WriteWrap: requests.WriteWrap,
  kReadBytesOrError: requests.kReadBytesOrError,
  kArrayBufferOffset: requests.kArrayBufferOffset,
  kBytesWritten: requests.kBytesWritten,
  kLastWriteWasAsync: requests.kLastWriteWasAsync,
  streamBaseState: requests.streamBaseState,
};

const tcp = {
  TCP: openClass(handles.TCP, 'TCP', make({ [SOCKET]: handles.newTcp, [SERVER]: handles.newTcpServer })),
  TCPConnectWrap: handles.TCPConnectWrap,
  constants: { SOCKET, SERVER, UV_TCP_IPV6ONLY: handles.UV_TCP_IPV6ONLY },
};

const pipe = {
  Pipe: openClass(handles.Pipe, 'Pipe', make({
    [SOCKET]: handles.newPipe, [SERVER]: handles.newPipeServer, [IPC]: handles.newIpcPipe,
  })),
  PipeConnectWrap: handles.PipeConnectWrap,
  constants: { SOCKET, SERVER, IPC, UV_READABLE: 1, UV_WRITABLE: 2 },
};

const lazy = {
  get process() {
    const { Process } = binding('child_process');
    require('child_process');
    return { Process: openClass(Process, 'Process', () => new Process()) };
  },
  get tty() {
    const { TTY } = binding('tty');
    return { isTTY: require('tty').isatty, TTY: openClass(TTY, 'TTY', require('tty/terminal').openTerminal) };
  },
  get udp() {
    const { UDP, newUdp, SendWrap, UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR } = require('udp_handles');
    return { UDP: openClass(UDP, 'UDP', () => newUdp('udp4')), SendWrap, constants: { UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR } };
  },
};

module.exports = Object.defineProperties({ stream, tcp, pipe }, Object.getOwnPropertyDescriptors(lazy));
