'use strict';
// Records events from JavaScript.
const native = binding('trace_events');

/**
 * Records an event, where its group is recorded.
 * @param {string} phase as Chrome's trace format names it: 'B', 'E', 'b', 'n', 'e', 'C'
 * @param {string} group the categories, separated by commas
 * @param {string} name
 * @param {number} [id] joins 'b', 'n' and 'e'
 * @param {object} [data] its arguments
 */
function add(phase, group, name, id, data) {
  native.add(phase, group, name, id, data === undefined ? '{}' : JSON.stringify(data));
}

/** @returns {number} an id for one operation, which no other has in this process */
const { newId } = native;

module.exports = { add, newId };
