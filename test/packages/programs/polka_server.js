// A server of polka's: routes, queries, an error that is handled, and one that nobody handles.
'use strict';
const polka = require('polka');

const app = polka();
app.use((request, response, next) => {
  request.seen = 1;
  next();
});
app.get('/a/:id', (request, response) => {
  response.end(JSON.stringify([request.params, request.query, request.seen, request.path]));
});
app.get('/error', (request, response, next) => next(new Error('told')));
app.get('/throw', () => { throw new Error('thrown'); });
app.listen(0, async () => {
  const origin = `http://127.0.0.1:${app.server.address().port}`;
  for (const path of ['/a/1?q=2', '/error', '/none']) {
    const response = await fetch(origin + path);
    console.log(path, response.status, await response.text());
  }
  fetch(`${origin}/throw`).catch(() => {});
});
