'use strict';
// The numbers of a session's options, in the order of the native half's Limits (session.h).
const { validateUint32 } = require('validators');
const { ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS, ERR_INVALID_ARG_TYPE } = require('errors');

const MEGABYTE = 1_000_000;
const FEWEST_CLIENT_PAIRS = 1;
const FEWEST_SERVER_PAIRS = 4;
const MOST_CUSTOM_SETTINGS = 10;

function numberOr(value, byDefault) {
  return typeof value === 'number' && !Number.isNaN(value) ? value : byDefault;
}

/** @param {object} options of createServer() or connect() @returns {number[]} */
function limitsOf(options, isServer) {
  const pairs = numberOr(options.maxHeaderListPairs, 128);
  return [
    numberOr(options.maxDeflateDynamicTableSize, 4096),
    numberOr(options.maxReservedRemoteStreams, 200),
    numberOr(options.maxSendHeaderBlockLength, -1),
    numberOr(options.peerMaxConcurrentStreams, 100),
    numberOr(options.paddingStrategy, 0),
    Math.max(pairs, isServer ? FEWEST_SERVER_PAIRS : FEWEST_CLIENT_PAIRS),
    Math.max(numberOr(options.maxSessionMemory, 10), 1) * MEGABYTE,
    Math.max(numberOr(options.maxSettings, 32), 1),
    numberOr(options.maxSessionInvalidFrames, 1000),
    numberOr(options.maxSessionRejectedStreams, 100),
    numberOr(options.streamResetBurst, 1000),
    numberOr(options.streamResetRate, 33),
    options.strictFieldWhitespaceValidation === false ? 0 : 1,
  ];
}

/** options.remoteCustomSettings, the ids to look for. @returns {number[]} */
function customSettingsOf(options) {
  const list = options.remoteCustomSettings;
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE('options.remoteCustomSettings', 'Array', list);
  if (list.length > MOST_CUSTOM_SETTINGS) throw new ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
  return list.filter((id) => Number.isInteger(id) && id >= 0 && id <= 0xffff);
}

/** What is wrong in any session's options is said when they are given. @throws */
function validateSessionOptions(options) {
  if (options.maxSessionInvalidFrames !== undefined) {
    validateUint32(options.maxSessionInvalidFrames, 'maxSessionInvalidFrames');
  }
  if (options.maxSessionRejectedStreams !== undefined) {
    validateUint32(options.maxSessionRejectedStreams, 'maxSessionRejectedStreams');
  }
  if (options.unknownProtocolTimeout !== undefined) validateUint32(options.unknownProtocolTimeout, 'unknownProtocolTimeout');
}

module.exports = { customSettingsOf, limitsOf, validateSessionOptions };
