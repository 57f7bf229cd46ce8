'use strict';
// node:inspector/promises: a Session whose post() returns a promise; the rest is node:inspector's.

const inspector = require('inspector');
const { promisify } = require('promisify');

class Session extends inspector.Session {}
/** @returns {Promise<object>} the result */
Session.prototype.post = promisify(inspector.Session.prototype.post);

module.exports = { ...inspector, Session };
