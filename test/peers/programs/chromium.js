// Headless Chromium loads a page with its parts from a server of ours over HTTP/2.
'use strict';
const fs = require('node:fs');
const http2 = require('node:http2');
const os = require('node:os');
const path = require('node:path');
const { check, listen, run, serverFiles } = require('./_peer');

const pages = {
  '/': ['text/html', '<!doctype html><title>eddy</title><link rel=stylesheet href=style.css><p id=p>waiting</p><script type=module src=main.js></script>'],
  '/style.css': ['text/css', 'p { color: rgb(1, 2, 3) }'],
  '/main.js': ['text/javascript', `import { load } from './load.js';
    const answer = await load();
    document.getElementById('p').textContent = [answer.version, answer.size, getComputedStyle(document.getElementById('p')).color,
      performance.getEntriesByType('navigation')[0].nextHopProtocol].join(' / ');`],
  '/load.js': ['text/javascript', `export const load = async () => (await fetch('/api', { method: 'POST', body: 'x'.repeat(300000) })).json();`],
};
const requested = [];

const server = http2.createSecureServer({ ...serverFiles(), allowHTTP1: true }, (request, response) => {
  requested.push(`${request.httpVersion} ${request.url}`);
  if (request.url === '/api') {
    let size = 0;
    request.on('data', (data) => { size += data.length; });
    request.on('end', () => response.end(JSON.stringify({ version: request.httpVersion, size })));
    return;
  }
  const page = pages[request.url];
  if (page === undefined) return response.writeHead(404).end();
  response.setHeader('content-type', page[0]);
  response.end(page[1]);
});
server.on('sessionError', () => {});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-chromium-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

check({
  'a page': async () => {
    const port = await listen(server);
    const { stdout } = await run('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--ignore-certificate-errors', `--user-data-dir=${folder}`,
      '--virtual-time-budget=10000', '--dump-dom', `https://127.0.0.1:${port}/`], '');
    return stdout.match(/<p id="p">.*<\/p>/)?.[0] ?? stdout;
  },
  'what it asked for': () => requested.filter((line) => !line.includes('favicon')).sort(),
  end: () => process.exit(),
});
