'use strict';
// Parsers that wait for their next connection.
//
// MessageParser is the native class (message_parser.h says what it calls). A side of HTTP derives its connections from
// it and gives each a set of Events, made once:
//   class ServerConnection extends MessageParser { constructor(server) { super(events, REQUEST); ... } }
// The client does the same with RESPONSE: onHead(statusCode, statusMessage, head, flags, body) is called as soon as a
// head is complete (1xx too) and answers MAY_HAVE_BODY, NO_BODY (HEAD, 304) or NO_LONGER_HTTP (what follows a CONNECT or an
// upgrade). To keep a socket for the next request the same parser goes on; `finish()` returns whether
// the end of the connection cut a message short.
const {
  Events, MessageParser, REQUEST, RESPONSE,
  // Bits of `flags` as onHead gets them; the version is `flags >> VERSION_SHIFT`, major * 16 + minor.
  SHOULD_KEEP_ALIVE, UPGRADE, HAS_HOST, HAS_EXPECT, COMPLETE, MORE_FOLLOWS, VERSION_SHIFT,
  // What onHead answers.
  MAY_HAVE_BODY, NO_BODY, NO_LONGER_HTTP,
  // What writeNow answers when the kernel took everything.
  WRITTEN,
  DEFAULT_MAX_HEADERS, QUERY_NUMBER,
} = binding('http_parser');

/** A list of at most `max` objects that wait to be used again; `ctor` makes one when none waits. */
class FreeList {
  constructor(name, max, ctor) {
    this.name = name;
    this.ctor = ctor;
    this.max = max;
    this.list = [];
  }

  alloc(...args) {
    return this.list.length > 0 ? this.list.pop() : this.ctor(...args);
  }

  /** @returns {boolean} whether it is kept */
  free(object) {
    if (this.list.length >= this.max) return false;
    this.list.push(object);
    return true;
  }
}

/** _http_common's list, for packages: our own parsers live with their connections. */
const parsers = new FreeList('parsers', 1000, function parsersCb() {
  return new (require('http/legacy_names/parser').HTTPParser)();
});

function setMaxIdleParsers(max) {
  parsers.max = max;
}

/** @param {Error} error of the parser @param {Uint8Array} packet what was parsed; both sides tell it to users */
function prepareError(error, parser, packet) {
  error.rawPacket = packet ?? parser.getCurrentBuffer();
  if (error.code === undefined) error.code = 'HPE_INTERNAL';
  if (error.reason !== undefined) error.message = `Parse Error: ${error.reason}`;
}

module.exports = {
  Events, MessageParser, REQUEST, RESPONSE,
  SHOULD_KEEP_ALIVE, UPGRADE, HAS_HOST, HAS_EXPECT, COMPLETE, MORE_FOLLOWS, VERSION_SHIFT,
  MAY_HAVE_BODY, NO_BODY, NO_LONGER_HTTP, WRITTEN, DEFAULT_MAX_HEADERS, QUERY_NUMBER,
  parsers, setMaxIdleParsers, prepareError,
};
