'use strict';
// @parcel/watcher: subscribes to a folder, and finds what changed since a snapshot. It calls from a thread of its own.
const fs = require('node:fs');
const path = require('node:path');
const watcher = require('@parcel/watcher');

module.exports = async (print, folder) => {
  folder = fs.realpathSync(folder);
  fs.mkdirSync(path.join(folder, 'watched'));
  const watched = path.join(folder, 'watched');
  fs.writeFileSync(path.join(watched, 'first'), '1');
  const snapshot = path.join(folder, 'snapshot');
  await watcher.writeSnapshot(watched, snapshot);

  const waiting = new Map();
  const seen = (what) => new Promise((resolve) => waiting.set(what, resolve));
  const subscription = await watcher.subscribe(watched, (error, events) => {
    for (const { type, path: file } of events ?? []) waiting.get(`${type} ${path.basename(file)}`)?.();
  }, { ignore: ['*.log'] });
  const created = seen('create second');
  fs.writeFileSync(path.join(watched, 'ignored.log'), '1');
  fs.writeFileSync(path.join(watched, 'second'), '2');
  await created;
  const deleted = seen('delete first');
  fs.unlinkSync(path.join(watched, 'first'));
  await deleted;
  await subscription.unsubscribe();
  const since = await watcher.getEventsSince(watched, snapshot);
  print(since.map(({ type, path: file }) => `${type} ${path.basename(file)}`).sort());
  await watcher.subscribe(path.join(folder, 'absent'), () => {}).catch((error) => print(error.message.replace(folder, '')));
};
