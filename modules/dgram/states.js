// The states a socket goes through, with the numbers that _bindState has always shown.
'use strict';

module.exports = {
  UNBOUND: 0,
  BINDING: 1,
  BOUND: 2,

  DISCONNECTED: 0,
  CONNECTING: 1,
  CONNECTED: 2,
};
