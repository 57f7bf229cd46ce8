'use strict';
// WebAssembly.compileStreaming() and instantiateStreaming() (https://webassembly.github.io/spec/web-api/): V8's functions compile
// while the bytes of a Response come.

const { ERR_INVALID_ARG_TYPE, ERR_WEBASSEMBLY_RESPONSE } = require('errors');

function checkResponse(source) {
  const { Response } = require('fetch');
  if (!(source instanceof Response)) {
    throw new ERR_INVALID_ARG_TYPE('source', ['Response', 'Promise resolving to Response'], source);
  }
  const type = source.headers.get('content-type');
  if (type !== 'application/wasm') throw new ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type}'`);
  if (!source.ok) throw new ERR_WEBASSEMBLY_RESPONSE(`has status code ${source.status}`);
  if (source.bodyUsed) throw new ERR_WEBASSEMBLY_RESPONSE('body has already been used');
}

function bytesOf(chunk) {
  if (ArrayBuffer.isView(chunk)) return chunk;
  if (require('types').isAnyArrayBuffer(chunk)) return new Uint8Array(chunk);
  const error = new ERR_INVALID_ARG_TYPE('chunk', ['ArrayBufferView', 'ArrayBuffer'], chunk);
  error.message = 'chunk must be an ArrayBufferView or an ArrayBuffer';
  throw error;
}

/** Gives V8 what it is to compile: the body of the Response `source`, or why there is none. */
async function receive(streaming, source) {
  try {
    checkResponse(source);
    streaming.setUrl(source.url);
    if (source.body !== null) {
      for await (const chunk of source.body) streaming.push(bytesOf(chunk));
    }
    streaming.finish();
  } catch (error) {
    streaming.abort(error);
  }
}

module.exports = { receive };
