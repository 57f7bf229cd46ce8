'use strict';
// The native parser (parser.cc), and the offsets of the URL that it parsed last.

const native = binding('url');

/** What parse(), parseAgainst() and set() give. */
const FAILED = 0; // of set(): the URL stays as it was
const SAME = 1; // the input is the href
const LACKS_SLASH = 2; // the input and '/' are
// 3: takeHref() gives it

/** Schemes; all others are NOT_SPECIAL. */
const HTTP = 0;
const NOT_SPECIAL = 1;
const HTTPS = 2;
const FILE = 6;

/**
 * Where the parts of a URL are in its text, -1 for none:
 *
 *     https://user:pass@example.com:1234/foo/bar?baz#quux
 *           |     |    |          | ^^^^|       |   |
 *           |     |    |          | |   |       |   8 hash
 *           |     |    |          | |   |       7 search
 *           |     |    |          | |   6 pathname
 *           |     |    |          | 5 port, the number
 *           |     |    |          4 host's end
 *           |     |    3 host (the '@' when there are credentials)
 *           |     2 username's end
 *           1 protocol's end                                       0: the scheme
 */
const offsets = new Int32Array(9);

/** Native code writes into `offsets` of this process from now on. */
function revive() {
  native.useOffsets(offsets);
}
revive();

/** The text of the URL that was parsed last, of `input` and with that outcome. */
function hrefOf(input, outcome) {
  if (outcome === SAME) return input;
  return outcome === LACKS_SLASH ? `${input}/` : native.takeHref();
}

module.exports = { native, offsets, hrefOf, FAILED, SAME, LACKS_SLASH, HTTP, NOT_SPECIAL, HTTPS, FILE, revive };
