// Messages to bytes and back. A codec has encode(message), which gives a string (a line) or a Buffer, and consume(handle): the
// handle's reads then are arrays of messages. inMessage: has one begun that is not whole? When a message is malformed,
// `failed` is true, and throwFailure() throws.
'use strict';
const { JsonDecoder } = binding('json_messages');

/** Lines of JSON. */
class JsonCodec extends JsonDecoder {
  encode(message) {
    return `${JSON.stringify(message)}`; // undefined, too, is sent as text
  }
}

/** @param {'json'|'advanced'} serialization 'advanced': as the structured clone algorithm does it */
function newCodec(serialization) {
  if (serialization !== 'advanced') return new JsonCodec();
  const { ClonedDecoder, encode } = binding('cloned_messages');
  return Object.assign(new ClonedDecoder(), { encode });
}

module.exports = { newCodec };
