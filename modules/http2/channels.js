'use strict';
// The diagnostics channels of streams.
const { channel } = require('diagnostics_channel');

function channelsOf(side) {
  const of = (what) => channel(`http2.${side}.stream.${what}`);
  return { created: of('created'), start: of('start'), error: of('error'), finish: of('finish'), close: of('close') };
}

const client = channelsOf('client');
client.bodyChunkSent = channel('http2.client.stream.bodyChunkSent');
client.bodySent = channel('http2.client.stream.bodySent');

module.exports = { client, server: channelsOf('server') };
