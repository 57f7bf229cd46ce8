'use strict';
const http = require('node:http');
const { fetched, serve } = require('./_serve.js');

const app = fetched('express')();
app.get('/', (request, response) => response.json({ message: 'Hello, world!' }));
serve(http.createServer(app));
