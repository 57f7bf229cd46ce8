'use strict';
// Headers, FormData, Request and Response, made and asked without a connection.
const { measure } = require('./_measure');

const headers = new Headers({ accept: '*/*', 'content-type': 'text/html', 'x-id': '1' });
let sink;

const repeat = (operation) => (times) => {
  for (let i = 0; i < times; i++) sink = operation(i);
};
const repeatAsync = (operation) => async (times) => {
  for (let i = 0; i < times; i++) sink = await operation(i);
};

(async () => {
  await measure('new Headers of an object', repeat(() => new Headers({ accept: '*/*', 'content-type': 'text/html' })));
  await measure('Headers.get', repeat(() => headers.get('Content-Type')));
  await measure('Headers.set and iteration', repeat((i) => {
    headers.set('x-id', `${i & 7}`);
    return [...headers];
  }));
  await measure('new FormData, append', repeat(() => {
    const form = new FormData();
    form.append('name', 'value');
    return form;
  }));
  await measure('new Request', repeat(() => new Request('http://localhost/', { method: 'POST', body: 'text' })));
  await measure('new Response, text', repeatAsync(() => new Response('text', { headers: { 'x-id': '1' } }).text()));
  if (sink === undefined) throw new Error('nothing was made');
})();
