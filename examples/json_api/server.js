'use strict';
// A JSON API with Express: notes that are listed, made, read, changed and deleted. server.js [PORT]
const express = require('express');

const notes = new Map();
let lastId = 0;

const app = express();
app.use(express.json({ limit: '100kb' }));

app.param('id', (request, response, next, id) => {
  request.note = notes.get(Number(id));
  if (request.note) next();
  else response.status(404).json({ error: `there is no note ${id}` });
});

app.get('/notes', (request, response) => {
  const { tag } = request.query;
  response.json([...notes.values()].filter((note) => !tag || note.tags.includes(tag)));
});

app.post('/notes', (request, response) => {
  const note = { id: ++lastId, ...checked(request.body), made: new Date() };
  notes.set(note.id, note);
  response.status(201).location(`/notes/${note.id}`).json(note);
});

app.get('/notes/:id', (request, response) => response.json(request.note));

app.put('/notes/:id', (request, response) => {
  response.json(Object.assign(request.note, checked(request.body)));
});

app.delete('/notes/:id', (request, response) => {
  notes.delete(request.note.id);
  response.status(204).end();
});

function checked(body) {
  const { text, tags = [] } = body ?? {};
  if (typeof text !== 'string' || !Array.isArray(tags)) {
    throw Object.assign(new Error('a note is {"text": string, "tags": [string]}'), { status: 400 });
  }
  return { text, tags: tags.map(String) };
}

// Errors are reported as JSON too; Express knows this function by its four parameters.
app.use((error, request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(error.status ?? 500).json({ error: error.message });
});

const server = app.listen(Number(process.argv[2] ?? 3000), '127.0.0.1', () => {
  const { port } = server.address();
  console.log(`try: curl -d '{"text":"hello"}' -H 'Content-Type: application/json' 127.0.0.1:${port}/notes`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
