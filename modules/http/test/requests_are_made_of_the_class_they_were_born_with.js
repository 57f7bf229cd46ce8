'use strict';
// http.request() and http.get() make ClientRequests, whatever a program puts in that place of the module; https too.
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const http = require('node:http');
const { ClientRequest } = http;

const made = [];
http.ClientRequest = class extends ClientRequest {
  constructor(...args) {
    super(...args);
    made.push(this);
  }
};
const options = { createConnection: () => { throw new Error('none'); } };
for (const make of [http.request, http.get]) {
  const request = make(options).on('error', (error) => assert.strictEqual(error.message, 'none'));
  assert.strictEqual(Object.getPrototypeOf(request), ClientRequest.prototype);
}
assert.strictEqual(made.length, 0);

// get() is not the module's request(), either.
const { request } = http;
http.request = () => assert.fail('get() called what was put in place of request()');
assert.ok(http.get(options).on('error', () => {}) instanceof ClientRequest);
http.request = request;
