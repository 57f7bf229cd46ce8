'use strict';
// readable.wrap(oldStream): makes a Readable of an old-style stream.
const { errorOrDestroy } = require('stream/destroy');

function wrap(readable, stream) {
  let paused = false;
  stream.on('data', (chunk) => {
    if (!readable.push(chunk) && stream.pause) {
      paused = true;
      stream.pause();
    }
  });
  stream.on('end', () => { readable.push(null); });
  stream.on('error', (error) => { errorOrDestroy(readable, error); });
  stream.on('close', () => { readable.destroy(); });
  stream.on('destroy', () => { readable.destroy(); });
  readable._read = () => {
    if (paused && stream.resume) {
      paused = false;
      stream.resume();
    }
  };
  offerMethodsOf(stream, readable);
  return readable;
}

/** What the old stream can do and a Readable can't, `readable` does by passing it on. */
function offerMethodsOf(stream, readable) {
  for (const name of Object.keys(stream)) {
    if (readable[name] === undefined && typeof stream[name] === 'function') {
      readable[name] = stream[name].bind(stream);
    }
  }
}

module.exports = { wrap };
