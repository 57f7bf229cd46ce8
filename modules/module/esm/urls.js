'use strict';
// Between paths and file: URLs as the ES module loader needs them: strings both ways, plain ones without a URL object.

const PLAIN_PATH = /^[\w/.@+=,!~-]*$/;
const PLAIN_FILE_URL = /^file:\/\/(\/[\w/.@+=,!~-]*)$/;

/** The href of the file: URL of an absolute path. */
function hrefOfPath(path) {
  if (PLAIN_PATH.test(path)) return `file://${path}`;
  return require('url').pathToFileURL(path).href;
}

/** The path of a file: URL given as a string; throws as fileURLToPath does. */
function pathOfHref(href) {
  const plain = PLAIN_FILE_URL.exec(href);
  return plain === null ? require('url').fileURLToPath(href) : plain[1];
}

/** The path of a file: URL, any other URL as it is: how messages name a module. */
function shownName(href) {
  return href.startsWith('file:') ? pathOfHref(href) : href;
}

module.exports = { hrefOfPath, pathOfHref, shownName };
