// Hashes all files below a folder with a pool of worker threads: one for each processor, each with a file at a time.
//
//   eddy examples/hash_files.js [folder] [number of threads]
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';

if (isMainThread) {
  const [folder = '.', threads = availableParallelism()] = process.argv.slice(2);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (let i = 0; i < Math.min(threads, files.length); i++) hashWith(new Worker(new URL(import.meta.url)), files);
} else {
  parentPort.on('message', async (file) => {
    try {
      const hash = createHash('sha256').update(await readFile(file)).digest('hex');
      parentPort.postMessage(`${hash}  ${file}`);
    } catch (error) {
      parentPort.postMessage(`${file}: ${error.message}`);
    }
  });
}

/** Gives the worker one file after the other, until none is left. */
function hashWith(worker, files) {
  const next = () => {
    const file = files.shift();
    if (file === undefined) worker.terminate();
    else worker.postMessage(file);
  };
  worker.on('message', (line) => {
    console.log(line);
    next();
  });
  next();
}
