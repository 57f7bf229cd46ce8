// The primary makes a listening handle as a worker's query says: address, port, addressType, fd, flags; for a path
// also `cwd`, the worker's, and `mode`, who else may use it.
'use strict';
const process = require('process_object');
const { isAbsolute, relative, resolve } = require('path');
const { Buffer } = require('buffer');
const { createServerHandle, createAnyAddressHandle } = require('stream_handles/listening');

// What fits into a Unix socket's address (sun_path) beside the zero byte.
const LONGEST_PATH = 107;

const isUdp = ({ addressType }) => addressType === 'udp4' || addressType === 'udp6';

/** @returns {TCP|Pipe|UDP|number} bound, not yet listening; or a negative errno */
function bind(query) {
  const { address, port, addressType, fd, flags } = query;
  if (isUdp(query)) return require('udp_handles').createUdpHandle(address, port, addressType, fd, flags);
  if (typeof fd === 'number') return createServerHandle({ fd });
  if (addressType === -1) return bindPath(query);
  if (!address) return createAnyAddressHandle({ port, flags })[0];
  return createServerHandle({ address, port, family: addressType, flags });
}

function bindPath({ address, cwd, mode }) {
  const handle = createServerHandle({ address: pathFromHere(address, cwd), port: -1, family: -1 });
  if (typeof handle === 'number' || !mode) return handle;
  const error = handle.chmod(mode);
  if (error === 0) return handle;
  handle.close();
  return error;
}

// Our working directory may be another than the worker's.
function pathFromHere(address, cwd) {
  if (address[0] === '\0' || isAbsolute(address)) return address;
  const path = resolve(cwd, address);
  return Buffer.byteLength(path) <= LONGEST_PATH ? path : relative(process.cwd(), path);
}

module.exports = { isUdp, bind };
