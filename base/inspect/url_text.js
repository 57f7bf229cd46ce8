'use strict';
// How a URL looks without its own inspect method (customInspect: false, as in assertion messages). The class, on a floor
// above, says what its objects are once it is loaded.

let hrefOf = null;

/** @param {(value: object) => string|undefined} read the href of a URL, undefined for anything else */
function setUrlText(read) {
  hrefOf = read;
}

/** @returns {string|undefined} */
function urlText(value) {
  return hrefOf === null ? undefined : hrefOf(value);
}

module.exports = { setUrlText, urlText };
