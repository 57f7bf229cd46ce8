// What options forbid programs: --disable-proto, and options that only go with --permission.
'use strict';

/** @param {'delete'|'throw'} mode what becomes of Object.prototype.__proto__ */
function restrictProto(mode) {
  require('vm/proto').restrictPrototype(Object.prototype, mode);
}

/** What --allow-fs-read and --allow-fs-write mean without --permission. @throws ERR_MISSING_OPTION */
function askForPermissions() {
  const { ERR_MISSING_OPTION } = require('errors');
  throw new ERR_MISSING_OPTION('--permission');
}

module.exports = { askForPermissions, restrictProto };
