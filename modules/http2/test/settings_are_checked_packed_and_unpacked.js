'use strict';
const assert = require('assert');
const http2 = require('http2');

const pack = (settings) => http2.getPackedSettings(settings)?.toString('hex');
const unpack = (hex, options) => http2.getUnpackedSettings(Buffer.from(hex, 'hex'), options);

// Each call gives a new object.
const defaults = http2.getDefaultSettings();
assert.notStrictEqual(http2.getDefaultSettings(), defaults);
assert.strictEqual(Object.getPrototypeOf(defaults), null);
assert.deepStrictEqual({ ...defaults }, {
  headerTableSize: 4096, enablePush: true, initialWindowSize: 65535, maxFrameSize: 16384, maxConcurrentStreams: 4294967295,
  maxHeaderSize: 65535, maxHeaderListSize: 65535, enableConnectProtocol: false,
});
assert.strictEqual(pack(defaults), '000100001000' + '000200000001' + '0003ffffffff' + '00040000ffff' + '000500004000' +
  '00060000ffff' + '000800000000');

// What is not there is not packed; fractions are cut off; the alias counts for more.
assert.strictEqual(pack(), '');
assert.strictEqual(pack({}), '');
assert.strictEqual(pack({ enablePush: false }), '000200000000');
assert.strictEqual(pack({ headerTableSize: 1.5, foo: 1 }), '000100000001');
assert.strictEqual(pack({ maxHeaderListSize: 2, maxHeaderSize: 1 }), '000600000001');
assert.strictEqual(pack({ ...defaults, customSettings: { 9999: 301, 11: 4294967295 } }).slice(84), '000bffffffff' + '270f0000012d');
// What no peer would take is not packed at all.
assert.strictEqual(pack({ initialWindowSize: 2147483647 }), '00047fffffff');
assert.strictEqual(http2.getPackedSettings({ initialWindowSize: 2147483648 }), undefined);
assert.strictEqual(http2.getPackedSettings({ maxFrameSize: NaN }), undefined);

function assertRefused(settings, name, message, details) {
  assert.throws(() => http2.getPackedSettings(settings), {
    name, code: 'ERR_HTTP2_INVALID_SETTING_VALUE', message: `Invalid value for setting ${message}`, ...details,
  });
}
for (const name of ['headerTableSize', 'initialWindowSize', 'maxConcurrentStreams', 'maxHeaderListSize', 'maxHeaderSize']) {
  for (const value of [-1, 4294967296, -0.5, Infinity, '5', null, true]) {
    assertRefused({ [name]: value }, 'RangeError', `"${name}": ${value}`, { actual: value, min: 0, max: 4294967295 });
  }
}
for (const value of [16383, 16777216, 16777215.5, '20000']) {
  assertRefused({ maxFrameSize: value }, 'RangeError', `"maxFrameSize": ${value}`, { actual: value, min: 16384, max: 16777215 });
}
for (const name of ['enablePush', 'enableConnectProtocol']) {
  for (const value of [0, 1, '', null, NaN, [false]]) assertRefused({ [name]: value }, 'TypeError', `"${name}": ${value}`);
}

// Which error comes first.
const wrong = { enableConnectProtocol: 1, enablePush: 1, maxHeaderSize: -1, maxHeaderListSize: -1, maxConcurrentStreams: -1,
  maxFrameSize: -1, initialWindowSize: -1, headerTableSize: -1, customSettings: { 65536: 1 } };
assertRefused(wrong, 'RangeError', '"customSettings:id": 65536', { min: 0, max: 65535 });
delete wrong.customSettings;
for (const name of ['headerTableSize', 'initialWindowSize', 'maxFrameSize', 'maxConcurrentStreams', 'maxHeaderListSize',
  'maxHeaderSize']) {
  assertRefused(wrong, 'RangeError', `"${name}": -1`);
  delete wrong[name];
}
assertRefused(wrong, 'TypeError', '"enablePush": 1');

// Custom settings: numbers are packed, nothing else; neither id nor value may be 0 or NaN.
assertRefused({ customSettings: { 7: 4294967296 } }, 'RangeError', '"customSettings:value": 4294967296');
assertRefused({ customSettings: { 7: '-1' } }, 'RangeError', '"customSettings:value": -1');
assertRefused({ customSettings: { 7: 0 } }, 'RangeError', '"Range Error": 0');
assertRefused({ customSettings: { a: 1 } }, 'RangeError', '"Range Error": NaN', { min: 0, max: 65535 });
assert.strictEqual(pack({ ...defaults, customSettings: { 9: '5', 10: 5 } }).slice(84), '000a00000005');
const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [100 + i, 1]));
assert.throws(() => pack({ customSettings: eleven }), {
  name: 'Error', code: 'ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS', message: 'Number of custom settings exceeds MAX_ADDITIONAL_SETTINGS',
});
delete eleven[100];
assert.strictEqual(pack({ ...defaults, customSettings: eleven }).length, 12 * 17);
for (const value of [null, 5, 'ab', []]) {
  assert.throws(() => pack({ customSettings: value }), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
}
for (const value of [null, 1, 'x', [], () => {}, Symbol('x')]) {
  assert.throws(() => pack(value), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
    message: /^The "settings" argument must be of type object\. Received / });
}

// The way back: ids that are not known are custom settings, values are checked only on request.
assert.deepStrictEqual(unpack(''), {});
assert.deepStrictEqual(unpack('000600000001' + '000200000002' + '0009000000ff'), {
  maxHeaderSize: 1, maxHeaderListSize: 1, enablePush: true, customSettings: { 9: 255 },
});
assert.deepStrictEqual(unpack('000501000000'), { maxFrameSize: 16777216 });
assert.throws(() => unpack('000501000000', { validate: true }), {
  name: 'RangeError', code: 'ERR_HTTP2_INVALID_SETTING_VALUE', message: 'Invalid value for setting "maxFrameSize": 16777216',
});
assert.throws(() => unpack('0005010000'), {
  name: 'RangeError', code: 'ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH', message: 'Packed settings length must be a multiple of six',
});
assert.deepStrictEqual(http2.getUnpackedSettings(new Uint16Array([0, 4, 0, 0, 0, 7])), { initialWindowSize: 7 });
for (const value of [undefined, null, 'abcdef', [0, 4, 0, 0, 0, 7], new DataView(new ArrayBuffer(6))]) {
  assert.throws(() => http2.getUnpackedSettings(value), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
    message: /^The "buf" argument must be an instance of Buffer or TypedArray\. Received / });
}
