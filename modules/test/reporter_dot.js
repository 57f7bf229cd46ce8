'use strict';
// One character a result, and what failed at the end.

const process = require('process_object');
const { colors, resultLine } = require('test/result_lines');

const MIN_COLUMNS = 20;

/** Turns the events of a run into dots. */
async function* dot(source) {
  const palette = colors();
  const columns = () => Math.max(process.stdout.columns ?? MIN_COLUMNS, MIN_COLUMNS);
  const failed = [];
  let count = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass') yield `${palette.green}.${palette.clear}`;
    else if (type === 'test:fail') yield `${palette.red}X${palette.clear}`;
    else continue;
    if (type === 'test:fail') failed.push(data);
    if (++count >= columns()) {
      count = 0;
      yield '\n';
    }
  }
  yield '\n';
  if (failed.length === 0) return;
  yield `\n${palette.red}Failed tests:${palette.white}\n\n`;
  for (const data of failed) yield resultLine('test:fail', data, { palette });
}

module.exports = dot;
