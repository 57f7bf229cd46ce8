'use strict';
// Coverage in the format of lcov; everything else of a run is left out.
const { relative } = require('path');
const { Transform } = require('stream');

/** The records of a summary. */
function recordsOf({ workingDirectory, files }) {
  let text = 'TN:\n';
  for (const file of files) text += recordOf(file, workingDirectory);
  return text;
}

function recordOf({ path, functions, branches, lines, ...counts }, workingDirectory) {
  const names = functions.map(({ name }, i) => (name === '' ? `anonymous_${i}` : name));
  const rows = [
    `SF:${relative(workingDirectory, path)}`,
    ...functions.map(({ line }, i) => `FN:${line},${names[i]}`),
    ...functions.map(({ count }, i) => `FNDA:${count},${names[i]}`),
    `FNF:${counts.totalFunctionCount}`,
    `FNH:${counts.coveredFunctionCount}`,
    ...branches.map(({ line, count }, i) => `BRDA:${line},${i},0,${count}`),
    `BRF:${counts.totalBranchCount}`,
    `BRH:${counts.coveredBranchCount}`,
    ...lines.map(({ line, count }) => `DA:${line},${count}`),
    `LH:${counts.coveredLineCount}`,
    `LF:${counts.totalLineCount}`,
    'end_of_record',
  ];
  return `${rows.join('\n')}\n`;
}

class LcovReporter extends Transform {
  constructor() {
    super({ writableObjectMode: true });
  }

  _transform({ type, data }, encoding, callback) {
    callback(null, type === 'test:coverage' ? recordsOf(data.summary) : undefined);
  }
}

module.exports = { LcovReporter };
