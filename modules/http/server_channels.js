'use strict';
// What the server reports on diagnostics channels.
const { channel } = require('diagnostics_channel');

module.exports = {
  requestStart: channel('http.server.request.start'),
  responseCreated: channel('http.server.response.created'),
  responseFinish: channel('http.server.response.finish'),
};
