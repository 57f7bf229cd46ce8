'use strict';
// The events of a test file's process, among what it writes to standard output itself. An event is a mark that no text
// contains, its length in four bytes, their complement (a file may write any bytes, the mark among them), and the event in
// the structured clone format; errors travel as records. test/wire_reader is the other end.

const process = require('process_object');
const { DefaultSerializer, serialize } = require('v8/serialize');

const MARK = new Uint8Array([0xff, 0xfe, 0x0f, 0xff, 0xfe, 0x0f]);
const HEAD = MARK.length + 8;
const emptyHead = new Uint8Array(HEAD); // an even number of bytes: two-byte strings behind it are aligned as by themselves
const MAX_CAUSES = 16;

// --- Errors. ---

function recordOf(error, depth = 0) {
  const own = {};
  for (const key of Object.keys(error)) if (key !== 'cause') own[key] = cloneable(error[key]);
  const record = { kind: error.constructor?.name, name: error.name, message: error.message, stack: error.stack, own };
  if (Array.isArray(error.errors) && !Object.keys(error).includes('errors')) { // an AggregateError
    record.errors = error.errors.map((inner) => isError(inner) && depth < MAX_CAUSES ? { error: recordOf(inner, depth + 1) } :
      { value: cloneable(inner) });
  }
  if ('cause' in error) {
    record.cause = isError(error.cause) && depth < MAX_CAUSES ? { error: recordOf(error.cause, depth + 1) } :
      { value: cloneable(error.cause), isEnumerable: Object.keys(error).includes('cause') };
    record.cause.isEnumerable = Object.keys(error).includes('cause');
  }
  return record;
}

function isError(value) {
  return require('types').isNativeError(value);
}

/** The value, or, where it cannot be cloned, what it looks like. */
function cloneable(value) {
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return value;
  try {
    serialize(value);
    return value;
  } catch {
    return require('inspect').inspect(value);
  }
}

// --- Writing. ---

function encode({ type, data }) {
  if (data.details?.error !== undefined) {
    data = { ...data, details: { ...data.details, error: undefined, record: recordOf(data.details.error) } };
  }
  const serializer = new DefaultSerializer();
  serializer.writeRawBytes(emptyHead);
  serializer.writeHeader();
  serializer.writeValue({ type, data: { ...data } });
  const bytes = serializer.releaseBuffer();
  bytes.set(MARK);
  const length = bytes.length - HEAD;
  for (let i = 0; i < 4; i++) {
    bytes[MARK.length + i] = length >>> (24 - 8 * i);
    bytes[MARK.length + 4 + i] = ~length >>> (24 - 8 * i);
  }
  return bytes;
}

/** In the place of the stream of events (test/stream) in a test file's process: there is one reader, the runner. */
class EventWriter {
  send(type, data) {
    if (type === 'test:plan' && data.nesting === 0) return; // the runner has a plan of its own
    const bytes = encode({ type, data });
    const output = require('stdio').untouched('stdout');
    if (output === undefined) process.stdout.write(bytes);
    else output.writeBytes(bytes);
  }

  end() {}
}

module.exports = { MARK, HEAD, EventWriter };
