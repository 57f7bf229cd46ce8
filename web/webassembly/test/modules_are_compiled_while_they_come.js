'use strict';
// WebAssembly.compileStreaming() and instantiateStreaming(): what they take, what they give, what they refuse in which words.
const assert = require('assert');
const http = require('http');
const finish = require('../../../test/_finish');

const shape = (name) => {
  const { value, ...rest } = Object.getOwnPropertyDescriptor(WebAssembly, name);
  return [value.name, value.length, Object.hasOwn(value, 'prototype'), rest];
};
const keys = ['compile', 'validate', 'instantiate', 'compileStreaming', 'instantiateStreaming'];
const plain = { writable: true, enumerable: true, configurable: true };
for (const name of ['compileStreaming', 'instantiateStreaming']) assert.deepStrictEqual(shape(name), [name, 1, false, plain]);
assert.deepStrictEqual(Object.keys(WebAssembly), keys);

const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
// (import "a" "b" (func))
const importing = new Uint8Array([...empty, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0]);
const response = (body, type = 'application/wasm', options = {}) =>
  new Response(body, { headers: { 'content-type': type }, ...options });
const streamOf = (start) => response(new ReadableStream({ start }));
const responseError = (rest) => ({ name: 'TypeError', code: 'ERR_WEBASSEMBLY_RESPONSE', message: `WebAssembly response ${rest}` });
const compile = WebAssembly.compileStreaming;

finish(async () => {
  assert.ok(await compile(response(empty)) instanceof WebAssembly.Module);
  assert.ok(await compile(Promise.resolve(response(empty, ' application/wasm '))) instanceof WebAssembly.Module);
  const { module, instance } = await WebAssembly.instantiateStreaming(response(importing), { a: { b() {} } });
  assert.ok(module instanceof WebAssembly.Module && instance instanceof WebAssembly.Instance);
  assert.strictEqual(WebAssembly.compileStreaming, compile);
  assert.deepStrictEqual(Object.keys(WebAssembly), keys);

  const wrongSource = 'The "source" argument must be an instance of Response or an Promise resolving to Response. Received ';
  await assert.rejects(compile(5), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: `${wrongSource}type number (5)` });
  await assert.rejects(compile(), { code: 'ERR_INVALID_ARG_TYPE', message: `${wrongSource}undefined` });
  const mine = new RangeError('mine');
  await assert.rejects(compile(Promise.reject(mine)), (error) => error === mine);
  await assert.rejects(compile(streamOf((controller) => controller.error(mine))), (error) => error === mine);

  for (const type of ['text/plain', 'application/wasm;charset=utf-8', 'Application/WASM']) {
    await assert.rejects(compile(response(empty, type)), responseError(`has unsupported MIME type '${type}'`));
  }
  await assert.rejects(compile(new Response(empty)), responseError("has unsupported MIME type 'null'"));
  await assert.rejects(compile(response(empty, undefined, { status: 404, headers: { 'content-type': 'application/wasm' } })),
    responseError('has status code 404'));
  const used = response(empty);
  await used.arrayBuffer();
  await assert.rejects(compile(used), responseError('body has already been used'));
  await assert.rejects(compile(streamOf((controller) => controller.enqueue('text'))),
    { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: 'chunk must be an ArrayBufferView or an ArrayBuffer' });

  const compileError = (message) => ({ name: 'CompileError', message });
  await assert.rejects(compile(response('garbage')),
    compileError('WebAssembly.compileStreaming(): expected magic word 00 61 73 6d, found 67 61 72 62 @+0'));
  await assert.rejects(WebAssembly.instantiateStreaming(response(empty.subarray(0, 6))),
    compileError('WebAssembly.instantiateStreaming(): expected 4 bytes, fell off end @+4'));
  await assert.rejects(compile(response(null)), { name: 'CompileError' });
  await assert.rejects(WebAssembly.instantiateStreaming(response(importing)), { name: 'TypeError',
    message: 'WebAssembly.instantiate(): Imports argument must be present and must be an object' });

  // Bytes one by one over a socket; the stacks of its functions name the URL.
  const crash = new Uint8Array([...empty, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 9, 1, 5, 99, 114, 97, 115, 104, 0, 0,
    10, 5, 1, 3, 0, 0, 11]);
  const server = http.createServer((request, answer) => {
    answer.setHeader('Content-Type', 'application/wasm');
    for (const byte of crash) answer.write(Uint8Array.of(byte));
    answer.end();
  }).listen(0);
  await new Promise((resolve) => { server.once('listening', resolve); });
  const url = `http://127.0.0.1:${server.address().port}/crash.wasm`;
  const { instance: crashing } = await WebAssembly.instantiateStreaming(fetch(url));
  assert.throws(() => crashing.exports.crash(), (error) => error.stack.includes(`${url}:wasm-function[0]:0x`));
  server.closeAllConnections();
  server.close();
});
