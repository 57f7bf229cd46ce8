'use strict';
const { fetched, serve } = require('./_serve.js');

const app = fetched('fastify')();
app.get('/', async () => ({ message: 'Hello, world!' }));
app.ready(() => serve(app.server));
