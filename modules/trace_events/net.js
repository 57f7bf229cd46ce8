'use strict';
// node.net.native: connecting, by TCP and by pipes.
const { add, newId } = require('trace_events/event');

const GROUP = 'node,node.net,node.net.native';

let isOn = false;
let isWrapped = false;

/** Wraps connectTo(...target, callback(status)) of a class of handles, which returns a negative errno where it cannot begin. */
function wrap({ prototype }, describe) {
  const { connectTo } = prototype;
  prototype.connectTo = function(...args) {
    if (!isOn) return Reflect.apply(connectTo, this, args);
    const id = newId();
    const callback = args.pop();
    add('b', GROUP, 'connect', id, describe(...args));
    const done = (status) => {
      if (isOn) add('e', GROUP, 'connect', id, { status });
      callback(status);
    };
    const result = Reflect.apply(connectTo, this, [...args, done]);
    if (result < 0) add('e', GROUP, 'connect', id, { status: result });
    return result;
  };
}

function describePipe(path) {
  if (path === '') return { path_type: 'unnamed' };
  const isAbstract = path[0] === '\0';
  return { path_type: isAbstract ? 'abstract socket' : 'file', pipe_path: isAbstract ? path.slice(1) : path };
}

function start() {
  isOn = true;
  if (isWrapped) return;
  isWrapped = true;
  const { Pipe, TCP } = require('stream_handles');
  wrap(TCP, (ip, port) => ({ ip, port }));
  wrap(Pipe, describePipe);
}

function stop() {
  isOn = false;
}

module.exports = { start, stop };
