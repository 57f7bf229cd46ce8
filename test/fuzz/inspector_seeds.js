'use strict';
// The inputs that fuzzing of the inspector starts from, as inspector.js reads them: mode, the seed of the cuts, and bytes.
const { MODES, QUESTION, frame } = require('./_inspector_frames');

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const requests = [
  ...['/json', '/json/list', '/json/version', '/json/protocol', '/json/activate/x', '/'].map((url) => `GET ${url} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
  ...['127.0.0.1:9229', '[::1]:80', '10.0.0.1', 'evil.example', 'LOCALHOST', '0x7f.1', '[::1', 'localhost:x', ''].map((host) => (
    `GET /json HTTP/1.1\r\nHost: ${host}\r\n\r\n`)),
  `GET /@ HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n`,
  `GET /@ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n${UPGRADE}\r\n${frame(0x81, Buffer.from(QUESTION)).toString('latin1')}`,
  `GET /@ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  `POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc`,
  'GET /json HTTP/1.1\r\n\r\nGET /json/version HTTP/1.1\r\nHost: localhost\r\n\r\n',
];

const long = (bytes, length) => Buffer.concat([Buffer.from([0x81, 0xff]), Buffer.from(length, 'hex'), Buffer.alloc(4), Buffer.from(bytes)]);
const question = Buffer.from(QUESTION);
const frames = [
  [frame(0x81, question)],
  [frame(0x01, question.subarray(0, 9)), frame(0x89, Buffer.from('ping')), frame(0x00, question.subarray(9, 20)), frame(0x80, question.subarray(20))],
  [frame(0x8a, Buffer.from('pong')), frame(0x88, Buffer.from([3, 232])), frame(0x81, question)],
  [frame(0x82, question)], [frame(0x80, question)], [frame(0xc1, question)], [frame(0x09, question)], [frame(0x89, Buffer.alloc(126))],
  [long(QUESTION, '0000000000000041')], [long('', 'ffffffffffffffff')], [long('', '0000010000000000')], [frame(0x81, Buffer.alloc(0))],
  [Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5])],
];

// Requests of each domain, most as they should be; the numbers are what a first session has.
let lastId = 0;
const ask = (method, params) => JSON.stringify({ id: ++lastId, method, params });
const evaluate = (expression, more) => ask('Runtime.evaluate', { expression, ...more });
const conversations = [
  [ask('Runtime.enable'), evaluate('({ a: [1, new Map([[1, 2]]), /x/g, 2n, -0, "\\ud800"] })', { generatePreview: true }),
    evaluate('Promise.resolve(1)', { awaitPromise: true }), evaluate('throw new TypeError("x")', { throwOnSideEffect: true }), ask('Runtime.disable')],
  [evaluate('[1, 2]'), ask('Runtime.getProperties', { objectId: '1.1.1', ownProperties: true }), ask('Runtime.callFunctionOn', {
    objectId: '1.1.1', functionDeclaration: 'function (n) { return this.length + n; }', arguments: [{ value: 1 }] }), ask('Runtime.releaseObject', { objectId: '1.1.1' })],
  [ask('Runtime.compileScript', { expression: '1 +', sourceURL: 'x.js', persistScript: true }), ask('Runtime.globalLexicalScopeNames'),
    ask('Runtime.setAsyncCallStackDepth', { maxDepth: 3 }), ask('Runtime.getHeapUsage'), ask('Runtime.getIsolateId')],
  [ask('Debugger.enable'), ask('Debugger.setBreakpointByUrl', { lineNumber: 3, urlRegex: 'inspector\\.js$' }), ask('Debugger.pause'), evaluate('1'),
    ask('Debugger.stepOver'), ask('Debugger.resume'), ask('Debugger.removeBreakpoint', { breakpointId: '2:3:0:x' })],
  [ask('Debugger.enable'), evaluate('debugger; let z = 1; z'), ask('Debugger.evaluateOnCallFrame', { callFrameId: '1.1.0', expression: 'z' }),
    ask('Debugger.setVariableValue', { scopeNumber: 0, variableName: 'z', newValue: { value: 2 }, callFrameId: '1.1.0' }), ask('Debugger.resume')],
  [ask('Debugger.enable'), ask('Debugger.setPauseOnExceptions', { state: 'all' }), evaluate('try { null.x } catch {}'), ask('Debugger.resume'),
    ask('Debugger.searchInContent', { scriptId: '3', query: 'x' }), ask('Debugger.getScriptSource', { scriptId: '3' }),
    ask('Debugger.setScriptSource', { scriptId: '999', scriptSource: '0' }), ask('Debugger.setBlackboxPatterns', { patterns: ['^node:'] })],
  [ask('Profiler.enable'), ask('Profiler.setSamplingInterval', { interval: 100 }), ask('Profiler.start'), evaluate('1'), ask('Profiler.stop'),
    ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true }), ask('Profiler.takePreciseCoverage'), ask('Profiler.stopPreciseCoverage')],
  [ask('HeapProfiler.enable'), ask('HeapProfiler.startSampling', { samplingInterval: 4096 }), ask('HeapProfiler.stopSampling'),
    ask('HeapProfiler.getHeapObjectId', { objectId: '1.1.1' }), ask('HeapProfiler.collectGarbage')],
  [ask('NodeRuntime.enable'), ask('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }), ask('NodeRuntime.notifyWhenWaitingForDisconnect', {}),
    ask('NodeRuntime.disable'), ask('NodeRuntime.none')],
  [ask('NodeWorker.enable', { waitForDebuggerOnStart: true }), ask('NodeWorker.sendMessageToWorker', { sessionId: '1', message: QUESTION }),
    ask('NodeWorker.detach', { sessionId: '1' }), ask('NodeWorker.disable')],
  [ask('NodeTracing.getCategories'), ask('NodeTracing.start', { traceConfig: { includedCategories: ['node', 'v8', 'x'] } }), ask('NodeTracing.start', {
    traceConfig: { includedCategories: [1] } }), evaluate('1'), ask('NodeTracing.stop')],
  [ask('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }), ask('Target.detachFromTarget', { sessionId: '1' }),
    JSON.stringify({ id: 9, method: 'Runtime.enable', sessionId: '1' })],
  [ask('Network.enable', { maxTotalBufferSize: 100 }), ask('Network.getResponseBody', { requestId: '1' }), ask('IO.read', { handle: '1' }), ask('Network.disable')],
  [ask('Schema.getDomains'), ask('Console.enable'), ask('Console.clearMessages'), ask('Console.disable'), ask('No.such', [])],
  ['{', '[]', 'null', '"Network."', '{"id":1}', '{"method":"NodeRuntime.enable"}', '{"id":"1","method":"NodeRuntime.enable"}',
    '{"id":1e300,"method":"NodeRuntime.enable"}', '{"id":-1.5,"method":"NodeTracing.stop"}', '{"id":1,"method":"NodeWorker.enable","params":[]}',
    '{"id":1,"method":"NodeTracing.start","params":{"traceConfig":{"includedCategories":{}}}}', '{"id":1,"id":2,"method":"Target.\\u0000"}',
    '{"id":1,"method":"NodeRuntime.enable","__proto__":{"params":1}}', `{"a":${'['.repeat(200)}Network.`, '{"sessionId":1,"id":1,"method":"IO.read"}'],
];

const input = (mode, seed, bytes) => Buffer.concat([Buffer.from([mode, seed]), bytes]);

module.exports = {
  seeds: [
    ...requests.map((text, i) => input(MODES.http, i, Buffer.from(text, 'latin1'))),
    ...frames.map((list, i) => input(MODES.bytes, i, Buffer.concat(list))),
    ...conversations.flatMap((lines, i) => [MODES.messages, MODES.pieces].map((mode) => input(mode, i, Buffer.from(lines.join('\n'))))),
  ],
};
