// eddy only: eddy loop view
'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const finish = require('../../../test/_finish');
const { BUSY, plant, start, stop } = require('./_asking');

async function get(url, headers) {
  const request = http.get(url, { headers, agent: false });
  const [response] = await once(request, 'response');
  return response;
}

async function textOf(response) {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

// The data of server-sent events, by their names, until `isEnough` of them.
async function eventsOf(response, isEnough) {
  const events = {};
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block);
      events[name] = JSON.parse(data);
    }
    if (isEnough(events)) break;
  }
  return events;
}

finish(async () => {
  const child = await start([plant('works.js', BUSY)]);
  const view = await start(['loop', 'view', String(child.pid)]);
  assert.match(view.line, /^http:\/\/127\.0\.0\.1:\d+\/\?[0-9a-f]{32}$/);
  const { origin, search } = new URL(view.line);

  for (const [url, headers] of [[origin], [`${origin}/events`], [`${origin}/?${'0'.repeat(32)}`], [view.line, { host: 'example.org' }]]) {
    const response = await get(url, headers);
    assert.strictEqual(response.statusCode, 403);
    assert.doesNotMatch(await textOf(response), /works\.js|<html/);
  }

  const response = await get(view.line);
  assert.strictEqual(response.statusCode, 200);
  assert.match(response.headers['content-security-policy'], /^default-src 'none';/);
  const page = await textOf(response);
  assert.match(page, /^<!doctype html>\n<html lang="en">/);
  const addresses = page.match(/https?:\/\/[^\s'"]+/g) ?? [];
  assert.deepStrictEqual(addresses, ['http://www.w3.org/2000/svg'], 'it loads nothing from elsewhere');

  const { picture, why } = await eventsOf(await get(`${origin}/events${search}`), ({ picture: [first] = [], why: answer }) => (
    answer !== undefined && first?.lines.some(({ site }) => site.startsWith('works.js:1'))));
  assert.strictEqual(picture[0].pid, child.pid);
  assert.strictEqual(picture[0].thread, 0);
  assert.ok(picture[0].busy >= 0 && picture[0].busy <= 1);
  assert.deepStrictEqual(why.keeps.map(({ kind }) => kind), ['interval']);

  const closed = once(view, 'close');
  view.stdout.resume();
  await stop(child);
  const [code] = await closed;
  assert.strictEqual(code, 1);
  assert.strictEqual(view.errors, `eddy loop: process ${child.pid} has ended\n`);
});
