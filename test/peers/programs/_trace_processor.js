// Perfetto's trace_processor_shell (the one that TRACE_PROCESSOR names): loads a trace, as ui.perfetto.dev does, and is asked in SQL.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { folder } = require('./_debuggee');
const { run } = require('./_peer');

/** @param {string} sql a query @param {...string} columns of it @returns {Promise<Array[]>} its rows */
async function ask(trace, sql, ...columns) {
  const query = path.join(folder, 'query.sql');
  fs.writeFileSync(query, `select hex(json_group_array(json_array(${columns}))) as answer from (${sql});\n`);
  const { code, stdout, stderr } = await run(process.env.TRACE_PROCESSOR, ['-q', query, trace]);
  const answer = /^"([0-9A-F]*)"$/m.exec(stdout);
  if (code !== 0 || answer === null) throw new Error(`${sql}\n${stdout}\n${stderr}`);
  return JSON.parse(Buffer.from(answer[1], 'hex').toString());
}

/** The first column of each row. */
const askForList = async (trace, sql, column) => (await ask(trace, sql, column)).map(([value]) => value);

// Each is empty in a trace that is sound.
const FAULTS = {
  'errors': `select name || coalesce('[' || idx || '] ', ' ') || value as fault from stats where severity in ('error', 'data_loss') and value > 0`,
  'slices without an end': 'select name as fault from slice where dur < 0',
  'slices that overlap on a track': `select name || ' until ' || ended || ', then one from ' || next as fault from (
     select name, ts + dur as ended, lead(ts) over (partition by track_id, depth order by ts, id) as next from slice) where next < ended`,
  'slices that are longer than what they are in': `select child.name || ' in ' || parent.name as fault
     from slice child join slice parent on child.parent_id = parent.id
     where child.ts < parent.ts or child.ts + child.dur > parent.ts + parent.dur`,
  'flows backwards in time': `select source.name || ' to ' || target.name as fault
     from flow join slice source on source.id = slice_out join slice target on target.id = slice_in where source.ts > target.ts`,
};

/** What is wrong with a trace, in words; '' where nothing is. @param {string[]} titles of FAULTS */
async function faultsOf(trace, titles = Object.keys(FAULTS)) {
  const faults = [];
  for (const title of titles) {
    const found = await askForList(trace, FAULTS[title], 'fault');
    if (found.length > 0) faults.push(`${found.length} ${title}: ${found.slice(0, 5).join('; ')}`);
  }
  return faults.join('. ');
}

/** @throws Error that says what is wrong with a trace, if anything is */
async function assertSound(trace) {
  const faults = await faultsOf(trace);
  if (faults !== '') throw new Error(`${path.basename(trace)}: ${faults}`);
}

module.exports = { ask, askForList, assertSound, faultsOf };
