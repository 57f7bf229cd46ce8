'use strict';
// The settings of a session (RFC 9113, section 6.5.2): as objects that programs see, and as the numbers of a SETTINGS frame.
// The native half takes and gives them as `entries`, a flat array [id, value, id, value ...].

const {
  ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH,
  ERR_HTTP2_INVALID_SETTING_VALUE,
  ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS,
  ERR_INVALID_ARG_TYPE,
} = require('errors');

const MAX_UINT32 = 0xffffffff;
const MAX_CUSTOM_ID = 0xffff;
const MAX_CUSTOM_SETTINGS = 10;
const MAX_WINDOW = 0x7fffffff;
const MIN_FRAME_SIZE = 16384;
const MAX_FRAME_SIZE = 16777215;

/** In the order of their ids, in which they are packed. */
const FIELDS = [
  { __proto__: null, id: 1, name: 'headerTableSize', isFlag: false },
  { __proto__: null, id: 2, name: 'enablePush', isFlag: true },
  { __proto__: null, id: 3, name: 'maxConcurrentStreams', isFlag: false },
  { __proto__: null, id: 4, name: 'initialWindowSize', isFlag: false },
  { __proto__: null, id: 5, name: 'maxFrameSize', isFlag: false },
  { __proto__: null, id: 6, name: 'maxHeaderListSize', isFlag: false },
  { __proto__: null, id: 8, name: 'enableConnectProtocol', isFlag: true },
];
const FIELD_OF_ID = { __proto__: null };
for (const field of FIELDS) FIELD_OF_ID[field.id] = field;

/** The order in which settings are checked, and in which an error names the first that is wrong. */
const CHECKED_NUMBERS = ['headerTableSize', 'initialWindowSize', 'maxFrameSize', 'maxConcurrentStreams', 'maxHeaderListSize',
  'maxHeaderSize'];
const CHECKED_FLAGS = ['enablePush', 'enableConnectProtocol'];

/** The settings that a session begins with, as a new object with null prototype. */
function getDefaultSettings() {
  return {
    __proto__: null,
    headerTableSize: 4096,
    enablePush: true,
    initialWindowSize: 65535,
    maxFrameSize: 16384,
    maxConcurrentStreams: MAX_UINT32,
    maxHeaderSize: 65535,
    maxHeaderListSize: 65535,
    enableConnectProtocol: false,
  };
}

function invalidValue(name, value, min, max) {
  return ERR_HTTP2_INVALID_SETTING_VALUE.RangeError.hiddenFrom(validateSettings, name, value, min, max);
}

/** Throws unless `value` is undefined or a number from `min` to `max`. (NaN passes, and is sent as 0.) */
function checkRange(name, value, min, max) {
  if (value !== undefined && (typeof value !== 'number' || value < min || value > max)) throw invalidValue(name, value, min, max);
}

function checkCustomSettings(settings) {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw ERR_INVALID_ARG_TYPE.hiddenFrom(validateSettings, 'customSettings', 'Number', settings);
  }
  const ids = Object.keys(settings);
  if (ids.length > MAX_CUSTOM_SETTINGS) throw ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS.hiddenFrom(validateSettings);
  for (const id of ids) {
    checkRange('customSettings:id', Number(id), 0, MAX_CUSTOM_ID);
    checkRange('customSettings:value', Number(settings[id]), 0, MAX_UINT32);
  }
}

/**
 * Checks settings that a program gives: an object with any of headerTableSize, initialWindowSize, maxConcurrentStreams,
 * maxHeaderListSize, its alias maxHeaderSize (integers from 0 to 2**32 - 1), maxFrameSize (from 16384 to 2**24 - 1),
 * enablePush, enableConnectProtocol (booleans), customSettings (an object of at most 10 numbers by their ids). Undefined
 * passes. Throws ERR_INVALID_ARG_TYPE, ERR_HTTP2_INVALID_SETTING_VALUE (a RangeError, for flags a TypeError) or
 * ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS.
 */
function validateSettings(settings) {
  if (settings === undefined) return;
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw ERR_INVALID_ARG_TYPE.hiddenFrom(validateSettings, 'settings', 'Object', settings);
  }
  if (settings.customSettings !== undefined) checkCustomSettings(settings.customSettings);
  for (const name of CHECKED_NUMBERS) {
    if (name === 'maxFrameSize') checkRange(name, settings[name], MIN_FRAME_SIZE, MAX_FRAME_SIZE);
    else checkRange(name, settings[name], 0, MAX_UINT32);
  }
  for (const name of CHECKED_FLAGS) {
    const value = settings[name];
    if (value !== undefined && typeof value !== 'boolean') {
      throw ERR_HTTP2_INVALID_SETTING_VALUE.hiddenFrom(validateSettings, name, value);
    }
  }
}

/** What `settings` asks for by `field`, as a number; undefined if nothing. */
function numberOf(settings, field) {
  let value = settings[field.name];
  if (field.name === 'maxHeaderListSize' && settings.maxHeaderSize !== undefined) {
    value = settings.maxHeaderSize;
    if (value !== settings.maxHeaderListSize) {
      require('process').emitWarning('settings.maxHeaderSize overwrite settings.maxHeaderListSize');
    }
  }
  return value === undefined ? undefined : Number(value) >>> 0;
}

/** Appends the custom settings of an object that was checked. Values that are no numbers are left out; 0 and NaN throw. */
function addCustomEntries(entries, custom) {
  for (const key of Object.keys(custom)) {
    const value = custom[key];
    if (typeof value !== 'number') continue;
    const id = Number(key);
    if (!(id > 0)) throw invalidValue('Range Error', id, 0, MAX_CUSTOM_ID);
    if (!(value > 0)) throw invalidValue('Range Error', value, 0, MAX_UINT32);
    entries.push(Math.trunc(id), value >>> 0);
  }
}

/**
 * Settings that validateSettings() let pass, as [id, value, id, value ...]: those that are there, in the order of their ids,
 * then custom ones. Throws ERR_HTTP2_INVALID_SETTING_VALUE for a custom setting whose id or value is 0 or NaN.
 */
function toEntries(settings) {
  const entries = [];
  if (settings === undefined) return entries;
  for (const field of FIELDS) {
    const value = numberOf(settings, field);
    if (value !== undefined) entries.push(field.id, value);
  }
  if (settings.customSettings !== undefined) addCustomEntries(entries, settings.customSettings);
  return entries;
}

function entryOf(entries, id) {
  for (let i = 0; i < entries.length; i += 2) if (entries[i] === id) return entries[i + 1];
  return undefined;
}

/**
 * What session.localSettings and session.remoteSettings show: all settings there are, with customSettings only if `entries` has
 * ids of no setting known here. `entries` need to have all the known ones.
 */
function fromEntries(entries) {
  const maxHeaderListSize = entryOf(entries, 6);
  const settings = {
    __proto__: null,
    headerTableSize: entryOf(entries, 1),
    enablePush: entryOf(entries, 2) !== 0,
    initialWindowSize: entryOf(entries, 4),
    maxFrameSize: entryOf(entries, 5),
    maxConcurrentStreams: entryOf(entries, 3),
    maxHeaderListSize,
    maxHeaderSize: maxHeaderListSize,
    enableConnectProtocol: entryOf(entries, 8) !== 0,
  };
  for (let i = 0; i < entries.length; i += 2) {
    if (FIELD_OF_ID[entries[i]] === undefined) addCustom(settings, entries[i], entries[i + 1]);
  }
  return settings;
}

function addCustom(settings, id, value) {
  settings.customSettings ??= {};
  settings.customSettings[id] = value;
}

/** Whether a peer would take this value: what a SETTINGS frame may not hold is refused in front of it (RFC 9113, 6.5.2). */
function isSendable(id, value) {
  if (id === 4) return value <= MAX_WINDOW;
  return id !== 5 || value >= MIN_FRAME_SIZE;
}

/**
 * A Buffer with the payload of a SETTINGS frame: 6 bytes for each setting, as the header field HTTP2-Settings has them in
 * base64. Empty without `settings`. Throws as validateSettings() does; undefined if a value is none that may be sent
 * (initialWindowSize above 2**31 - 1, maxFrameSize NaN).
 */
function getPackedSettings(settings) {
  validateSettings(settings);
  const entries = toEntries(settings);
  const { Buffer } = require('buffer');
  const packed = Buffer.allocUnsafe(entries.length * 3);
  for (let i = 0; i < entries.length; i += 2) {
    if (!isSendable(entries[i], entries[i + 1])) return undefined;
    packed.writeUInt16BE(entries[i], i * 3);
    packed.writeUInt32BE(entries[i + 1], i * 3 + 2);
  }
  return packed;
}

/** A number of `length` elements of `list`, each of them a byte of it; bytes are what callers give. */
function numberAt(list, offset, length) {
  let number = 0;
  for (let i = 0; i < length; i++) number = number * 256 + list[offset + i];
  return number;
}

/**
 * The settings in `buffer`, a Buffer or TypedArray (each element is a byte) with the payload of a SETTINGS frame, as an object;
 * ids of no setting known here are in its customSettings. With { validate: true }, values out of range
 * throw as validateSettings() does. Throws ERR_INVALID_ARG_TYPE for anything else, and
 * ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH unless the length is a multiple of six.
 */
function getUnpackedSettings(buffer, options = undefined) {
  if (!ArrayBuffer.isView(buffer) || buffer.length === undefined) {
    throw ERR_INVALID_ARG_TYPE.hiddenFrom(getUnpackedSettings, 'buf', ['Buffer', 'TypedArray'], buffer);
  }
  if (buffer.length % 6 !== 0) throw ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH.hiddenFrom(getUnpackedSettings);
  const settings = {};
  for (let i = 0; i < buffer.length; i += 6) {
    const id = numberAt(buffer, i, 2);
    const value = numberAt(buffer, i + 2, 4);
    const field = FIELD_OF_ID[id];
    if (id === 6) settings.maxHeaderSize = value;
    if (field === undefined) addCustom(settings, id, value);
    else if (field.isFlag) settings[field.name] = value !== 0;
    else settings[field.name] = value;
  }
  if (options?.validate) validateSettings(settings);
  return settings;
}

module.exports = { fromEntries, getDefaultSettings, getPackedSettings, getUnpackedSettings, toEntries, validateSettings };
