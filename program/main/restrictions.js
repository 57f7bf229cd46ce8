// What options forbid programs: --disable-proto.
'use strict';

/** @param {'delete'|'throw'} mode what becomes of Object.prototype.__proto__ */
function restrictProto(mode) {
  if (mode === 'delete') {
    delete Object.prototype.__proto__;
    return;
  }
  const refuse = () => {
    const { ERR_PROTO_ACCESS } = require('errors');
    throw new ERR_PROTO_ACCESS();
  };
  Object.defineProperty(Object.prototype, '__proto__', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get() { return refuse(); },
    set(value) { refuse(value); },
  });
}

module.exports = { restrictProto };
