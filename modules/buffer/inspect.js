'use strict';
// How a buffer looks in util.inspect(): <Buffer 68 69>.

const { namedKeys } = binding('buffer');

const prefix = '[Object: null prototype] { ';

/** Properties that the user set on the buffer, as inspect shows them. */
function shownProperties(buffer, context) {
  const keys = namedKeys(buffer, context.showHidden === true);
  if (keys.length === 0) return '';
  const properties = { __proto__: null };
  for (const key of keys) properties[key] = buffer[key];
  const shown = require('inspect').inspect(properties, { ...context, breakLength: Infinity, compact: true });
  return shown.slice(prefix.length, -2);
}

function className(buffer) {
  try {
    const { constructor } = buffer;
    if (typeof constructor === 'function' && Object.hasOwn(constructor, 'name')) return constructor.name;
  } catch {
    // A getter that throws is as good as none.
  }
  return 'Buffer';
}

/** Text of at most `max` bytes of the buffer. */
function inspectBuffer(buffer, context, max) {
  const shown = Math.min(max, buffer.length);
  const remaining = buffer.length - max;
  let text = buffer.hexSlice(0, shown).replace(/(.{2})(?=.)/g, '$1 ');
  if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
  if (context) {
    const extras = shownProperties(buffer, context);
    if (extras !== '') text += buffer.length === 0 ? extras : `, ${extras}`;
  }
  return `<${className(buffer)} ${text}>`;
}

module.exports = { inspectBuffer };
