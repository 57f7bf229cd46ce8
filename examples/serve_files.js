'use strict';
// A static file server: serve_files.js [FOLDER [PORT]]. Lists folders, answers HEAD, conditional and range requests,
// and on SIGINT or SIGTERM lets the requests under way come to their end. serve_files_securely.js does it over TLS.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { pipeline } = require('node:stream');

const TYPES = {
  '.css': 'text/css; charset=utf-8', '.gif': 'image/gif', '.html': 'text/html; charset=utf-8', '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.md': 'text/markdown; charset=utf-8',
  '.pdf': 'application/pdf', '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

async function answer(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405);
  }
  const file = fileOf(root, request.url);
  if (file === undefined) return refuse(response, 400);
  const stats = await fs.promises.stat(file);
  if (stats.isFile()) return sendFile(request, response, file, stats);
  if (!stats.isDirectory()) return refuse(response, 403);
  const { pathname } = new URL(request.url, 'http://localhost');
  if (!pathname.endsWith('/')) {
    response.writeHead(301, { Location: `${pathname}/` }).end();
    return undefined;
  }
  const index = path.join(file, 'index.html');
  const indexStats = await fs.promises.stat(index).catch(() => undefined);
  return indexStats?.isFile() ? sendFile(request, response, index, indexStats) : sendList(response, file, pathname);
}

/** The file a URL means; undefined when it is none below `root`. */
function fileOf(root, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  const file = path.join(root, name);
  const isInside = file === root || file.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
  return isInside && !name.includes('\0') ? file : undefined;
}

function sendFile(request, response, file, stats) {
  const tag = `"${stats.size.toString(16)}-${Math.trunc(stats.mtimeMs).toString(16)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Last-Modified', stats.mtime.toUTCString());
  response.setHeader('Accept-Ranges', 'bytes');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const range = rangeOf(request.headers.range, stats.size);
  if (range === null) {
    response.setHeader('Content-Range', `bytes */${stats.size}`);
    refuse(response, 416);
    return;
  }
  const { start, end } = range ?? { start: 0, end: stats.size - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${stats.size}`);
  response.setHeader('Content-Type', TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream');
  response.setHeader('Content-Length', end - start + 1);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD' || stats.size === 0) response.end();
  else pipeline(fs.createReadStream(file, { start, end }), response, () => {});
}

/** {start, end} of a header such as 'bytes=0-99'; undefined: all of it; null: nothing there. */
function rangeOf(header, size) {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!parts || (parts[1] === '' && parts[2] === '')) return undefined;
  const start = parts[1] === '' ? Math.max(0, size - Number(parts[2])) : Number(parts[1]);
  const end = parts[1] === '' || parts[2] === '' ? size - 1 : Math.min(size - 1, Number(parts[2]));
  return start <= end ? { start, end } : null;
}

async function sendList(response, folder, pathname) {
  const entries = await fs.promises.readdir(folder, { withFileTypes: true });
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  const items = names.map((name) => {
    return `<li><a href="./${encodeURIComponent(name).replace(/%2F$/, '/')}">${escape(name)}</a>`;
  });
  response.setHeader('Content-Type', TYPES['.html']);
  response.end(`<!doctype html><title>${escape(pathname)}</title><ul>\n${items.join('\n')}\n</ul>\n`);
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function refuse(response, status) {
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${http.STATUS_CODES[status]}\n`);
}

/** A listener for the 'request' events of a server of HTTP/1.1 or HTTP/2: serves the folder `root`. */
function serve(root) {
  return (request, response) => {
    answer(root, request, response).catch((error) => {
      if (response.headersSent) response.destroy(error);
      else refuse(response, ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code) ? 404 : 500);
    });
  };
}

function main(folder = '.', port = '8080') {
  const root = path.resolve(folder);
  const server = http.createServer(serve(root));
  server.listen(Number(port), '127.0.0.1', () => console.log(`${root} on http://127.0.0.1:${server.address().port}/`));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
}

module.exports = { serve };
if (require.main === module) main(...process.argv.slice(2));
