'use strict';
// `eddy loop top PID`: a page in the terminal that is drawn anew every second; a line a second where there is none.
const { ask, linesOf, CannotAsk } = require('loop/asking');
const { Painter } = require('loop/picture');
const { duration, shortDuration } = require('loop/times');
const process = require('process_object');

const ESC = '\x1b[';
const EMPTY_AT_MOST = 4; // answers without a picture: the first one has none yet
const SORTS = ['time', 'longest', 'calls'];
const KEYS = 'q quit   space freeze   s sort   t thread';

/** @param {number} pid @param {number} period milliseconds @param {number} count of pictures, then it ends */
async function top(pid, period, count) {
  const socket = await ask(pid, `records ${period}`);
  const isScreen = process.stdout.isTTY === true;
  const page = isScreen ? new Page(() => socket.destroy()) : new Lines();
  const painter = new Painter(pid);
  let left = count;
  let empty = 0;
  try {
    for await (const line of linesOf(socket)) {
      const pictures = painter.paint(line);
      if (pictures.length === 0) {
        // Its rings are there once its JavaScript has come to a place where it can be interrupted.
        if (++empty === EMPTY_AT_MOST) page.note(`process ${pid} does not begin to record: it is in native code, or stopped`);
        continue;
      }
      page.show(pictures);
      if (--left <= 0) break;
    }
  } finally {
    page.close();
    socket.destroy();
  }
  if (left > 0 && !page.isQuit) throw new CannotAsk(`process ${pid} has ended`);
}

// --- Without a terminal: what `schedtrace` is in Go. ---

class Lines {
  note(text) {
    process.stderr.write(`${text}\n`);
  }

  show(pictures) {
    for (const picture of pictures) process.stdout.write(`${lineOf(picture)}\n`);
  }

  close() {}
}

function lineOf({ thread, up, rates, busy, waits, late, lines, phases }) {
  const round = (name) => Math.round(rates[name]);
  const [worst] = lines;
  const parts = [
    `${thread === 0 ? 'loop' : `worker ${thread}`} ${(up / 1000).toFixed(1)}s`, `turns=${round('turns')}`, `util=${busy.toFixed(2)}`,
    `callbacks=${round('callbacks')}`, ...['timers', 'poll', 'check', 'close'].map((name) => `${name}=${phases[name].toFixed(2)}`),
    `ticks=${round('ticks')}`, `jobs=${round('jobs')}`, `pool=${waits.poolRunning}+${waits.poolWaiting}`,
    `late=p99 ${shortDuration(late.p99)}`,
  ];
  if (worst !== undefined) parts.push(`worst=${worst.site || worst.kind || 'callback'} ${shortDuration(worst.longest)}`);
  return parts.join(' ');
}

// --- The page. ---

class Page {
  isQuit = false;
  #quit;
  #pictures;
  #isFrozen = false;
  #sort = 0;
  #thread = 0;
  #draw = () => this.#paint();
  #key = (bytes) => this.#take(bytes.toString());

  constructor(quit) {
    this.#quit = quit;
    process.stdout.write(`${ESC}?1049h${ESC}?25l`); // the other screen, without a cursor
    process.stdout.on('resize', this.#draw);
    process.on('exit', restore);
    if (process.stdin.isTTY) {
      process.stdin.setRawMode(true);
      process.stdin.on('data', this.#key);
    }
  }

  note(text) {
    process.stdout.write(`${ESC}H${text}${ESC}K`);
  }

  show(pictures) {
    if (this.#isFrozen) return;
    this.#pictures = pictures;
    this.#paint();
  }

  close() {
    process.stdout.removeListener('resize', this.#draw);
    process.stdin.removeListener('data', this.#key);
    process.removeListener('exit', restore);
    process.stdin.pause();
    restore();
  }

  // Several keys may come at once; those that send a sequence (arrows) have no meaning here.
  #take(text) {
    if (text.startsWith('\x1b') && text.length > 1) return;
    for (const key of text) this.#press(key);
  }

  #press(key) {
    if (key === 'q' || key === '\x03' || key === '\x1b') {
      this.isQuit = true;
      return this.#quit();
    }
    if (key === ' ') this.#isFrozen = !this.#isFrozen;
    if (key === 's') this.#sort = (this.#sort + 1) % SORTS.length;
    if (key === 't') this.#thread++;
    this.#paint();
  }

  #paint() {
    if (this.#pictures === undefined) return;
    const picture = this.#pictures[this.#thread % this.#pictures.length];
    const { columns = 80, rows = 24 } = process.stdout;
    const lines = linesOfPage(picture, SORTS[this.#sort], this.#isFrozen, columns, rows);
    const text = lines.map((line) => `${line}${ESC}K`).join('\r\n');
    process.stdout.write(`${ESC}H${text}${ESC}J`);
  }
}

function restore() {
  process.stdout.write(`${ESC}?25h${ESC}?1049l`);
  if (process.stdin.isTTY) process.stdin.setRawMode(false);
}

const COLORS = { __proto__: null, dim: '2', bold: '1', red: '31', yellow: '33', green: '32', cyan: '36', reverse: '7' };
const paint = (color, text) => (process.stdout.hasColors?.() ? `${ESC}${COLORS[color]}m${text}${ESC}0m` : text);

// Never wider than the terminal: each part is cut before it is coloured.
function linesOfPage(picture, sort, isFrozen, columns, rows) {
  const { thread, pid, program, eddy, up, busy, rates, phases, waits, memory, collections, late, running } = picture;
  const fit = (text) => (text.length > columns ? `${text.slice(0, columns - 1)}\u2026` : text);
  const rate = (name) => Math.round(rates[name]).toLocaleString('en');
  const head = `pid ${pid}${thread === 0 ? '' : `, worker ${thread}`}   eddy ${eddy}   recorded for ${duration(up)}${isFrozen ? '   FROZEN' : ''}`;
  const level = busy > 0.9 ? 'red' : busy > 0.6 ? 'yellow' : 'green';
  const lines = [
    paint('bold', fit(head)),
    paint('dim', fit(program)),
    '',
    paint(level, fit(`loop     ${percent(busy)} busy   ${bar(busy, 30)}`)),
    fit(`a second ${rate('turns')} turns   ${rate('callbacks')} callbacks   ${rate('ticks')} ticks   ${rate('jobs')} promise jobs   ${rate('work')} on the pool`),
    fit(`late     p50 ${shortDuration(late.p50)}   p99 ${shortDuration(late.p99)}`),
    fit(`phases   ${Object.entries(phases).filter(([name, part]) => name !== 'outside' || part > 0).map(([name, part]) => `${name} ${percent(part)}`).join(' \u2192 ')}`),
    fit(`waiting  ${waits.timers} timers   ${waits.immediates} immediates   ${waits.handles} handles   ${waits.requests} requests   pool ${waits.poolRunning} + ${waits.poolWaiting}`),
    fit(`memory   heap ${mebibytes(memory.used)} of ${mebibytes(memory.total)}   resident ${mebibytes(memory.resident)}   ${collections.count} collections, ${shortDuration(collections.duration)}`),
    runningLine(running, fit),
    '',
    paint('reverse', fit('     time  longest    calls  kind              line').padEnd(columns)),
  ];
  const shown = [...picture.lines].sort((a, b) => b[sort] - a[sort]).slice(0, Math.max(0, rows - lines.length - 1));
  for (const { time, longest, calls, kind, site } of shown) {
    lines.push(fit(`${shortDuration(time).padStart(9)}${shortDuration(longest).padStart(9)}${String(calls).padStart(9)}  ${kind.padEnd(16)}  ${site}`));
  }
  while (lines.length < rows - 1) lines.push('');
  lines.push(paint('dim', fit(`${KEYS}   (by ${sort}, the last 10 s)`)));
  return lines.slice(0, rows);
}

function runningLine(running, fit) {
  if (running === undefined) return paint('dim', 'now      waits');
  const { kind, detail, site, lasts } = running;
  const text = fit(`now      ${kind || 'callback'} ${detail} for ${shortDuration(lasts)}   ${site}`);
  return lasts > 50 ? paint('red', text) : text;
}

const percent = (part) => `${Math.round(part * 100)} %`.padStart(5);
const mebibytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MiB`;

function bar(part, width) {
  const full = Math.round(part * width);
  return '\u2588'.repeat(full) + '\u2591'.repeat(width - full);
}

module.exports = { top };
