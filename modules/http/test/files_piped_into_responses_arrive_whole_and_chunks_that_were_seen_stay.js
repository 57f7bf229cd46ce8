'use strict';
// Memory of chunks may be used again once they are sent; never of those that somebody has seen.
const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const { pipeline } = require('node:stream');
const finish = require('../../../test/_finish');

const CHUNK = 64 * 1024;
const FILES = 8;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'piped-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const contents = Array.from({ length: FILES }, (_, i) => Buffer.alloc(CHUNK * (1 + i) + i % 2, String(i)));
contents.forEach((content, i) => fs.writeFileSync(path.join(folder, String(i)), content));

const seen = []; // [file, chunk]
let sent = 0;

const ways = {
  plain(file, response) { file.pipe(response); },
  sized(file, response, i) {
    response.setHeader('Content-Length', contents[i].length);
    file.pipe(response);
  },
  pipeline(file, response) { pipeline(file, response, () => {}); },
  listener(file, response, i) {
    file.on('data', (chunk) => seen.push([i, chunk]));
    file.pipe(response);
  },
  late(file, response, i) {
    file.pipe(response);
    file.once('data', () => file.on('data', (chunk) => seen.push([i, chunk])));
  },
  patched(file, response, i) {
    const { write } = response;
    response.write = function(chunk, ...rest) {
      seen.push([i, chunk]);
      return write.call(this, chunk, ...rest);
    };
    file.pipe(response);
  },
  raw(file, response, i) {
    const { _writeRaw } = response;
    response._writeRaw = function(data, ...rest) {
      if (data.length === CHUNK) seen.push([i, data]);
      return _writeRaw.call(this, data, ...rest);
    };
    file.pipe(response);
  },
  twice(file, response, i) {
    const other = new (require('node:stream').Writable)({
      write(chunk, encoding, callback) {
        seen.push([i, chunk]);
        setImmediate(callback);
      },
    });
    file.pipe(response);
    file.pipe(other);
  },
  iterated(file, response, i) {
    (async () => {
      for await (const chunk of file) {
        seen.push([i, chunk]);
        response.write(chunk);
      }
      response.end();
    })();
  },
};

const server = http.createServer((request, response) => {
  const [, way, i] = request.url.split('/');
  ways[way](fs.createReadStream(path.join(folder, i)), response, Number(i));
});

function get(agent, url, i) {
  return new Promise((resolve, reject) => {
    http.get({ agent, port: server.address().port, host: '127.0.0.1', path: url }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        sent++;
        if (Buffer.concat(chunks).equals(contents[i])) resolve();
        else reject(new Error(`${url} is not what is in the file`));
      });
    }).on('error', reject);
  });
}

finish(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  for (let round = 0; round < 2; round++) {
    const gets = [];
    for (let i = 0; i < FILES; i++) {
      for (const way of Object.keys(ways)) gets.push(get(agent, `/${way}/${i}`, i));
    }
    await Promise.all(gets);
  }
  assert.strictEqual(sent, 2 * FILES * Object.keys(ways).length);
  assert.ok(seen.length > FILES * 5);
  for (const [i, chunk] of seen) {
    assert.ok(chunk.equals(Buffer.alloc(chunk.length, String(i))), `a chunk of file ${i} has changed`);
  }
  agent.destroy();
  server.close();
});
