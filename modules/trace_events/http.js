'use strict';
// node.http: requests from their begin to their response's end, on both sides.
const { add, newId } = require('trace_events/event');
const { subscribe, unsubscribe } = require('diagnostics_channel');

const GROUP = 'node,node.http';
const ids = new WeakMap(); // request -> id

function begin(name) {
  return ({ request }) => {
    ids.set(request, newId());
    add('b', GROUP, name, ids.get(request));
  };
}

function end(name, describe) {
  return ({ request, response }) => {
    if (!ids.has(request)) return;
    add('e', GROUP, name, ids.get(request), { data: describe(request, response) });
    ids.delete(request);
  };
}

const CLIENT = 'http.client.request';
const SERVER = 'http.server.request';

const subscriptions = {
  'http.client.request.start': begin(CLIENT),
  'http.client.response.finish': end(CLIENT, ({ path }, { statusCode }) => ({ path, statusCode })),
  'http.server.request.start': begin(SERVER),
  'http.server.response.finish': end(SERVER, ({ url }, { statusCode }) => ({ url, statusCode })),
};

function start() {
  for (const name of Object.keys(subscriptions)) subscribe(name, subscriptions[name]);
}

function stop() {
  for (const name of Object.keys(subscriptions)) unsubscribe(name, subscriptions[name]);
}

module.exports = { start, stop };
