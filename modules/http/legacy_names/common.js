'use strict';
// require('_http_common'), which some packages read.
const common = require('http/common');
const { parsers, prepareError } = require('http/parsers');

module.exports = {
  _checkInvalidHeaderChar: (value) => !common.checkHeader(value),
  _checkIsHttpToken: common.isToken,
  chunkExpression: /(?<!\w)chunked(?!\w)/i,
  continueExpression: /(?<!\w)100-continue(?!\w)/i,
  CRLF: '\r\n',
  freeParser,
  methods: common.methods,
  parsers,
  kIncomingMessage: require('http/server').kIncomingMessage,
  get HTTPParser() { return require('http/legacy_names/parser').HTTPParser; },
  isLenient: common.isLenient,
  prepareError,
};

/** Ends a parser's work. */
function freeParser(parser, request, socket) {
  if (parser) parser.close();
  if (request) request.parser = null;
  if (socket) socket.parser = null;
}
