'use strict';
// Web Crypto's errors: DOMExceptions, named as the specification names them.

/** A DOMException. `cause` is what OpenSSL or a checker said. */
function domException(name, message, cause) {
  const { DOMException } = require('dom_exception');
  return cause === undefined ? new DOMException(message, name) : new DOMException(message, { name, cause });
}

/** Waits for a native job; whatever made it fail becomes an OperationError. */
async function runJob(start) {
  try {
    return await start();
  } catch (cause) {
    throw domException('OperationError', 'The operation failed for an operation-specific reason', cause);
  }
}

/** What `read` returns; whatever it throws becomes a DataError. */
function readKeyData(read) {
  try {
    return read();
  } catch (cause) {
    throw domException('DataError', 'Invalid keyData', cause);
  }
}

module.exports = { domException, readKeyData, runJob };
