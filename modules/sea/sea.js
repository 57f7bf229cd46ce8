'use strict';
// node:sea: the assets of a single executable application. The blob within the executable is the native half's affair.

const native = binding('sea');
const { ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION, ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND } = require('errors');
const { validateString } = require('validators');

/** @returns {boolean} whether this program is in its executable */
function isSea() {
  return native.isSea();
}

function requireSea() {
  if (!native.isSea()) throw new ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
}

function found(asset, key) {
  if (asset === undefined) throw new ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND(key);
  return asset;
}

/**
 * The asset itself, without a copy. What is written to it is seen by whoever asks for it in this process.
 * @param {string} key @returns {ArrayBuffer}
 * @throws ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION, ERR_INVALID_ARG_TYPE, ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND
 */
function getRawAsset(key) {
  requireSea();
  validateString(key, 'key');
  return found(native.rawAsset(key), key);
}

/**
 * A copy of an asset; a text where `encoding`, a label that TextDecoder knows, is given.
 * @param {string} key @param {string} [encoding] @returns {ArrayBuffer|string}
 * @throws as getRawAsset; ERR_ENCODING_NOT_SUPPORTED
 */
function getAsset(key, encoding) {
  requireSea();
  validateString(key, 'key');
  if (encoding !== undefined) validateString(encoding, 'encoding');
  const asset = found(native.asset(key), key);
  if (encoding === undefined) return asset;
  const { TextDecoder } = require('encoding');
  return new TextDecoder(encoding).decode(asset);
}

/** @param {string} key @param {object} [options] as Blob's @returns {Blob} @throws as getAsset */
function getAssetAsBlob(key, options) {
  const asset = getAsset(key);
  const { Blob } = require('blob');
  return new Blob([asset], options);
}

/** The names of all assets. @returns {string[]} @throws ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION */
function getAssetKeys() {
  requireSea();
  return native.assetKeys();
}

module.exports = { getAsset, getRawAsset, getAssetAsBlob, getAssetKeys, isSea };
