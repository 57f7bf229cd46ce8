'use strict';
// compose(...streams): one Duplex that writes to the first and reads from the last.
const { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } = require('errors');
const { Duplex } = require('stream/duplex');
const { finished } = require('stream/finished');
const { pipeline } = require('stream/pipeline');
const { Splice } = require('stream/splice');
const { NODE, WEB, WEB_PAIR, WEB_SINK, WEB_SOURCE, kindOf } = require('stream/kinds');
const { isReadable, isWritable } = require('stream/progress');

function canBeRead(stream) {
  return Boolean(isReadable(stream)) || (kindOf(stream) & (WEB_SOURCE | WEB_PAIR)) !== 0;
}

function canBeWritten(stream) {
  return Boolean(isWritable(stream)) || (kindOf(stream) & (WEB_SINK | WEB_PAIR)) !== 0;
}

/** Takes streams, iterables, generator functions, web streams. */
function compose(...given) {
  if (given.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (given.length === 1) return Duplex.from(given[0]);
  const last = given.length - 1;
  const streams = given.map((stream, i) => (
    typeof stream === 'function' && (i === 0 || i === last) ? Duplex.from(stream) : stream
  ));
  streams.forEach((stream, i) => {
    if (!(kindOf(stream) & (NODE | WEB))) return; // pipeline() judges it.
    if (i < last && !canBeRead(stream)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be readable');
    if (i > 0 && !canBeWritten(stream)) {
      throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be writable');
    }
  });
  return connect(streams);
}

function connect(streams) {
  const head = streams[0];
  const tail = pipeline(...streams, (error) => {
    splice.over(error);
    if (!error && !isWritten && !isRead) splice.duplex.destroy();
  });
  const isWritten = canBeWritten(head);
  const isRead = canBeRead(tail);
  // pipeline() sees to the rest.
  const splice = new Splice(Duplex, isWritten ? head : null, isRead ? tail : null, [tail], { keepsOwned: true });
  if (isWritten) finished(kindOf(tail) & WEB_PAIR ? tail.readable : tail, () => { splice.finished(); });
  return splice.duplex;
}

module.exports = { compose };
