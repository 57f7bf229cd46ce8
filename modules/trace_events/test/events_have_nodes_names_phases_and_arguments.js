'use strict';
const assert = require('node:assert');
const { record, shown } = require('./_trace');

function recorded(category, code) {
  const { status, stderr, events } = record(['--trace-event-categories', category], code);
  assert.strictEqual(stderr, '', category);
  assert.strictEqual(status, 0, category);
  return events;
}

// Each of a category's groups, and what one operation gives.
const fromConsole = recorded('node.console', `
  console.time('t'); console.timeLog('t'); console.timeEnd('t');
  console.count('c'); console.count('c'); console.countReset('c'); console.count();
`);
assert.deepStrictEqual(shown(fromConsole, true), [
  'b time::t {}', 'n time::t {}', 'e time::t {}', 'C count::c {"data":1}', 'C count::c {"data":2}', 'C count::c {"data":0}',
  'C count::default {"data":1}']);
assert.ok(fromConsole.every(({ cat, id }) => cat === 'node,node.console' && id === '0x0'));

const fromVm = recorded('node.vm.script', `
  const vm = require('vm');
  vm.runInNewContext('1 + 1', {}, 'some "file".js');
  try { new vm.Script('1 +'); } catch {}
`);
assert.deepStrictEqual(shown(fromVm, true), [
  'B ContextifyScript::New {"filename":"some \\"file\\".js"}', 'E ContextifyScript::New {}', 'X RunInContext {}',
  'B ContextifyScript::New {"filename":"evalmachine.<anonymous>"}', 'E ContextifyScript::New {}']);
assert.strictEqual(fromVm[0].cat, 'node,node.vm,node.vm.script');

const fromRejections = recorded('node.promises.rejections', `
  process.on('unhandledRejection', () => {}).on('rejectionHandled', () => {});
  const late = Promise.reject(1);
  setImmediate(() => late.catch(() => {}));
`);
assert.deepStrictEqual(shown(fromRejections, true),
                       ['C rejections {"unhandled":1,"handledAfter":0}', 'C rejections {"unhandled":1,"handledAfter":1}']);

const fromHttp = recorded('node.http', `
  const http = require('http');
  const server = http.createServer((request, response) => { response.end('x'); server.close(); }).listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, path: '/a?b', agent: false }, (response) => response.resume());
  });
`);
assert.deepStrictEqual(shown(fromHttp, true).sort(), [
  'b http.client.request {}', 'b http.server.request {}', 'e http.client.request {"data":{"path":"/a?b","statusCode":200}}',
  'e http.server.request {"data":{"url":"/a?b","statusCode":200}}']);

const fromNet = recorded('node.net.native', `require('net').connect('/nowhere/at/all').on('error', () => {});`);
assert.deepStrictEqual(shown(fromNet, true),
                       ['b connect {"path_type":"file","pipe_path":"/nowhere/at/all"}', 'e connect {"status":-2}']);
assert.strictEqual(fromNet[0].id, fromNet[1].id);

const fromDns = recorded('node.dns.native', `require('dns').lookup('localhost', 4, () => {});`);
assert.deepStrictEqual(shown(fromDns, true)[0], 'b lookup {"hostname":"localhost","family":"ipv4"}');
assert.deepStrictEqual(shown(fromDns), ['b lookup', 'e lookup']);

// Node asks the pool twice.
const fromPool = recorded('node.threadpoolwork', `require('zlib').deflate('x', () => {});`).slice(0, 4);
assert.deepStrictEqual(shown(fromPool), ['b zlib', 'B zlib', 'E zlib', 'e zlib']);
assert.deepStrictEqual(fromPool[3].args, { result: 0 });
assert.notStrictEqual(fromPool[1].tid, fromPool[1].pid);
assert.strictEqual(fromPool[0].tid, fromPool[0].pid);

const fromRequire = recorded('node.module_timer', `require('url'); try { require('./nothing'); } catch {}`);
const own = shown(fromRequire).filter((line) => /url|nothing/.test(line));
assert.deepStrictEqual(own, ["b require('url')", "e require('url')", "b require('./nothing')", "e require('./nothing')"]);
