// What options forbid programs: --disable-proto.
'use strict';

/** @param {'delete'|'throw'} mode what becomes of Object.prototype.__proto__ */
function restrictProto(mode) {
  require('vm/proto').restrictPrototype(Object.prototype, mode);
}

module.exports = { restrictProto };
