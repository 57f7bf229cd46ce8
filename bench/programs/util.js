'use strict';
// node:util: deep equality, inspect() and format() of what programs compare and print every day.
const util = require('node:util');
const { measure } = require('./_measure.js');

const makeUser = (id) => ({
  id, name: `user ${id}`, email: 'someone@example.com', active: true, score: 1.5, tags: ['a', 'b', 'c'],
  address: { street: 'Main Street', city: 'Springfield', zip: 12345 }, manager: null,
});
const users = Array.from({ length: 10 }, (_, id) => makeUser(id));
const sameUsers = Array.from({ length: 10 }, (_, id) => makeUser(id));
const numbers = Array.from({ length: 100 }, (_, i) => i * 3);
const objects = new Map(users.map((user) => [user.email + user.id, user]));
const sameObjects = new Map(sameUsers.map((user) => [user.email + user.id, user]));
const strings = new Set(users.map((user) => user.name));
const bytes = new Uint8Array(256);
const small = { a: 1, b: 'two', c: [3, 4], d: { e: null } };
let sum = 0; // keeps results in use

/** Measures how often two values, which are equal, are found to be so. */
function measureEqual(name, left, right) {
  return measure(`isDeepStrictEqual, ${name}`, (times) => {
    for (let i = 0; i < times; i++) sum += util.isDeepStrictEqual(left, right) ? 1 : 0;
  });
}

/** Measures `operation(i)`, which gives a string. */
function measureText(name, operation) {
  return measure(name, (times) => { for (let i = 0; i < times; i++) sum += operation(i).length; });
}

(async () => {
  await measureEqual('small object', small, structuredClone(small));
  await measureEqual('10 objects', users, sameUsers);
  await measureEqual('100 numbers', numbers, numbers.slice());
  await measureEqual('map of objects', objects, sameObjects);
  await measureEqual('set of strings', strings, new Set(strings));
  await measureEqual('256 bytes', bytes, bytes.slice());
  await measure('isDeepStrictEqual, different', (times) => {
    for (let i = 0; i < times; i++) sum += util.isDeepStrictEqual(users[i % 10], sameUsers[(i + 1) % 10]) ? 1 : 0;
  });

  await measureText('inspect, small object', () => util.inspect(small));
  await measureText('inspect, object', (i) => util.inspect(users[i % 10]));
  await measureText('inspect, 100 numbers', () => util.inspect(numbers));
  await measureText('inspect, map', () => util.inspect(objects));
  await measureText('inspect, string', (i) => util.inspect(users[i % 10].name));
  await measureText('inspect, error', (() => { const error = new Error('failed'); return () => util.inspect(error); })());

  await measureText('format, %s %d', (i) => util.format('user %s has %d points', 'somebody', i));
  await measureText('format, %j', () => util.format('%j', small));
  await measureText('format, %o', () => util.format('%o', small));
  await measureText('format, words', (i) => util.format('it is', i, 'true'));
  await measureText('format, object', () => util.format('got', small));

  await measureText('stripVTControlCharacters', () => util.stripVTControlCharacters('\u001b[31mred\u001b[39m text'));
  await measure('types.isPromise', (times) => { for (let i = 0; i < times; i++) sum += util.types.isPromise(users) ? 1 : 0; });
})();
