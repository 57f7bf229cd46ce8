'use strict';
// Tries each way in (_permission_table.js), in each spelling of the path, and prints what did not end as it had to:
// `_permission_program.js refused|readonly|allowed FOLDER`, in a folder where it may do everything. FOLDER, for the first two,
// has what is refused, made by the parent (every_way_to_a_file_is_refused_and_allowed.js).
const fs = require('node:fs');
const path = require('node:path');
const { attempt, entries, makers, spellings, takes, followsLast } = require('./_permission_table.js');

const [,, mode, folder] = process.argv;
const cwd = process.cwd();
const TOO_SLOW_TWICE = ['v8.writeHeapSnapshot'];
let made = 0;

const tools = {
  fresh: () => makers.absent(cwd, `fresh${made++}`),
  given: () => path.join(cwd, 'given'),
  spare: () => makers.file(cwd, `spare${made++}`),
};

const wrong = [];
let count = 0;
const used = new Set();

function check(entry, spelling, given, { form, error }, wanted) {
  count++;
  used.add(entry.name);
  if (mode === 'allowed') {
    if (error?.code === 'ERR_ACCESS_DENIED' || (error && !/^E(CONN|NOENT)/.test(error.code))) {
      wrong.push([entry.name, spelling, form, error.code, error.message]);
    }
    return;
  }
  const { code, permission, resource } = error ?? {};
  const isRefused = form === wanted.form && code === 'ERR_ACCESS_DENIED' && permission === wanted.permission &&
    typeof resource === 'string' && resource !== '';
  if (!isRefused) wrong.push([entry.name, spelling, form, code, permission, resource, error?.message]);
}

/** What may only be read stays so: of what reads and writes, the writing is refused. */
function wantedOf({ form, permission, both }) {
  if (mode !== 'readonly') return { form, permission };
  return both || permission === 'FileSystemWrite' ? { form, permission: 'FileSystemWrite' } : undefined;
}

async function main() {
  fs.writeFileSync('given', 'given\n');
  fs.mkdirSync('deeper');
  for (const entry of entries) {
    const wanted = wantedOf(entry);
    if (!wanted) continue;
    const names = Object.keys(spellings).filter((name) => takes(entry, name));
    for (const name of TOO_SLOW_TWICE.includes(entry.name) && mode === 'allowed' ? names.slice(0, 1) : names) {
      if (mode !== 'refused' && name.startsWith('/proc')) continue; // which may not be read
      const target = mode === 'allowed' ? makers[entry.kind](cwd, `made${made++}`) : path.join(folder, entry.kind);
      const found = mode !== 'allowed' ? existing(target) : target;
      const given = spellings[name](found, { cwd, via: path.join(cwd, mode === 'allowed' ? 'here' : 'there') });
      check(entry, name, given, await attempt(entry, given, tools), wanted);
    }
    // A link to what is refused stands where everything is allowed.
    if (mode === 'allowed' || !followsLast(entry) || entry.kind === 'absent') continue;
    const target = existing(path.join(folder, entry.kind));
    const last = path.join(cwd, `last-${entry.kind}${path.extname(target)}`);
    check(entry, 'link at the end', last, await attempt(entry, last, tools), wanted);
  }
  console.log(JSON.stringify({ count, entries: used.size, wrong }));
}

/** With the extension that its kind has. Nothing of the folder may be asked: the parent says. */
function existing(target) {
  return `${target}${{ js: '.js', mjs: '.mjs', json: '.json', database: '.db' }[path.basename(target)] ?? ''}`;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
