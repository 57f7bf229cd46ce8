// @grpc/grpc-js over TLS, both ours: unary and streaming both ways.
'use strict';
const { check, read } = require('./_peer');
const grpc = require('@grpc/grpc-js');

const method = (name, requestStream, responseStream) => ({
  path: `/test.Echo/${name}`, requestStream, responseStream,
  requestSerialize: (value) => Buffer.from(JSON.stringify(value)), requestDeserialize: (data) => JSON.parse(data),
  responseSerialize: (value) => Buffer.from(JSON.stringify(value)), responseDeserialize: (data) => JSON.parse(data),
});
const service = { unary: method('unary', false, false), up: method('up', true, false), down: method('down', false, true), both: method('both', true, true) };
const Client = grpc.makeGenericClientConstructor(service, 'Echo');

const server = new grpc.Server();
server.addService(service, {
  unary: (call, done) => {
    if (call.request.fail) return done({ code: grpc.status.NOT_FOUND, details: 'no such thing' });
    if (call.request.wait) return; // until the client's deadline
    const trailers = new grpc.Metadata();
    trailers.set('after', 'all');
    done(null, { got: call.request, header: call.metadata.get('name') }, trailers);
  },
  up: (call, done) => {
    let sum = 0;
    call.on('data', (value) => { sum += value; });
    call.on('end', () => done(null, sum));
  },
  down: (call) => {
    for (let i = 0; i < call.request; i++) call.write({ i, filler: 'x'.repeat(1000) });
    call.end();
  },
  both: (call) => {
    call.on('data', (value) => call.write(value * 2));
    call.on('end', () => call.end());
  },
});

let client;
check({
  start: () => new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createSsl(read('ca.pem'), [{ private_key: read('server.key'), cert_chain: read('server.pem') }], true);
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
      if (error) return reject(error);
      client = new Client(`localhost:${port}`, grpc.credentials.createSsl(read('ca.pem'), read('client.key'), read('client.pem')));
      resolve('ok');
    });
  }),
  unary: () => new Promise((resolve, reject) => {
    const metadata = new grpc.Metadata();
    metadata.set('name', 'value');
    const answer = {};
    const call = client.unary({ a: 1 }, metadata, (error, value) => { if (error) reject(error); else answer.value = value; });
    call.on('status', ({ code, metadata: trailers }) => resolve({ ...answer, code, after: trailers.get('after') }));
  }),
  'an error': () => new Promise((resolve) => client.unary({ fail: true }, (error) => resolve([error.code, error.details]))),
  'a deadline': () => new Promise((resolve) => client.unary({ wait: true }, { deadline: Date.now() + 200 }, (error) => resolve(error.code))),
  'stream up': () => new Promise((resolve, reject) => {
    const call = client.up((error, sum) => { if (error) reject(error); else resolve(sum); });
    for (let i = 0; i < 1000; i++) call.write(i);
    call.end();
  }),
  'stream down': async () => {
    let count = 0;
    for await (const { i } of client.down(2000)) if (i === count) count++;
    return count;
  },
  'both ways': () => new Promise((resolve, reject) => {
    const call = client.both();
    let sum = 0;
    call.on('data', (value) => { sum += value; }).on('end', () => resolve(sum)).on('error', reject);
    for (let i = 0; i < 1000; i++) call.write(i);
    call.end();
  }),
  cancelled: () => new Promise((resolve) => {
    const call = client.down(100000);
    call.once('data', () => call.cancel());
    call.on('error', (error) => resolve(error.code));
  }),
  '300 at once': async () => {
    const all = await Promise.all(Array.from({ length: 300 }, (_, i) => new Promise((resolve, reject) => {
      client.unary({ i }, (error, value) => { if (error) reject(error); else resolve(value.got.i); });
    })));
    return all.every((value, i) => value === i);
  },
  end: () => new Promise((resolve) => { client.close(); server.tryShutdown(() => resolve('ok')); }),
});
