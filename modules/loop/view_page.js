'use strict';
// The page of `eddy loop view`: one document with its style and its script, which run in a browser.
// It draws what /events sends: pictures of each thread's loop (picture.js), four a second.

const style = `
  :root { --ground: #fbfaf7; --panel: #ffffff; --text: #23241f; --faint: #6f7168; --line: #dcdad2; --hot: #c2410c; --warm: #b7791f;
    --timers: #2563eb; --pending: #0e7490; --poll: #15803d; --check: #9333ea; --close: #be123c; --outside: #78716c; --gc: #a16207; }
  :root[data-theme=dark] { --ground: #16171a; --panel: #1f2125; --text: #e8e6e0; --faint: #9b9d94; --line: #34363c; --hot: #fb923c; --warm: #e7b54a;
    --timers: #6ea8fe; --pending: #4fc3d9; --poll: #5fd08a; --check: #c79bfb; --close: #fb7193; --outside: #a8a29e; --gc: #e7b54a; }
  * { box-sizing: border-box; }
  body { margin: 0; padding: 1.2rem 1.5rem 2rem; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
  header { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: baseline; margin-bottom: 1rem; }
  h1 { font-size: 1.15rem; margin: 0; font-weight: 650; }
  h2 { font-size: .82rem; margin: 0 0 .6rem; font-weight: 600; color: var(--faint); }
  .program { color: var(--faint); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 60ch; }
  .tools { margin-left: auto; display: flex; gap: .5rem; }
  button, select { font: inherit; font-size: .85rem; color: var(--text); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .7rem; cursor: pointer; }
  button:focus-visible, select:focus-visible, canvas:focus-visible, tr:focus-visible { outline: 2px solid var(--timers); outline-offset: 2px; }
  main { display: grid; grid-template-columns: minmax(320px, 5fr) minmax(320px, 7fr); gap: 1rem; }
  section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; min-width: 0; }
  section.wide { grid-column: 1 / -1; }
  @media (max-width: 760px) { main { grid-template-columns: minmax(0, 1fr); } }
  svg { width: 100%; height: auto; display: block; }
  .phase rect { fill: var(--panel); stroke: var(--line); stroke-width: 1.5; }
  .phase .level { stroke: none; transition: width .2s; }
  .phase text { fill: var(--text); font: 600 14px system-ui, sans-serif; }
  .phase .part { fill: var(--faint); font-weight: 400; font-size: 12px; }
  .way { fill: none; stroke: var(--faint); stroke-width: 1.5; }
  .between { fill: var(--faint); font: 12px system-ui, sans-serif; }
  .busy { fill: var(--text); font: 650 30px system-ui, sans-serif; }
  dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(118px, 1fr)); gap: .8rem .8rem; margin: 0; }
  dt { color: var(--faint); font-size: .8rem; } dd { margin: 0; font-size: 1.05rem; font-variant-numeric: tabular-nums; }
  #why-head { margin-top: 1.1rem; } #why { list-style: none; margin: 0; padding: 0; font-size: .85rem; }
  #why li { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; border-top: 1px solid var(--line); padding: .15rem 0; } #why code { color: var(--faint); }
  canvas { width: 100%; height: 170px; display: block; }
  table { width: 100%; border-collapse: collapse; font-size: .88rem; table-layout: fixed; }
  th { text-align: left; color: var(--faint); font-weight: 500; padding: .15rem .5rem; }
  td { padding: .2rem .5rem; border-top: 1px solid var(--line); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .number { text-align: right; font-variant-numeric: tabular-nums; } th.number { width: 6.2rem; } th.kind { width: 10rem; }
  code { font: .85rem ui-monospace, monospace; }
  @media (max-width: 760px) {
    body { padding: .9rem .8rem 1.5rem; } .tools { margin-left: 0; flex-wrap: wrap; }
    #table tr { display: grid; grid-template-columns: 4.8rem 4.8rem 3.6rem minmax(0, 1fr); border-top: 1px solid var(--line); } #table td { border-top: 0; }
    #table td:last-child { grid-column: 1 / -1; } #table th:last-child { display: none; } #table th { width: auto; }
  }
  #chosen { min-height: 1.5rem; margin-top: .6rem; font-size: .9rem; color: var(--faint); } #chosen b { color: var(--text); font-weight: 600; }
  #state.ended { color: var(--hot); } .legend { display: flex; flex-wrap: wrap; gap: .2rem .9rem; font-size: .8rem; color: var(--faint); margin-top: .4rem; }
  .legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .35rem; }
`;

const body = `
  <header><h1 id="title">eddy loop</h1><span class="program" id="program"></span><span id="state" role="status">waiting for the first picture</span>
    <span class="tools"><select id="thread" aria-label="thread"></select><button id="stop" aria-pressed="false">Stop (space)</button><button id="theme">Dark or light (d)</button></span></header>
  <main>
    <section aria-label="The loop"><h2>The loop: part of the time in callbacks of each phase</h2><svg id="loop" viewBox="0 0 520 330" role="img" aria-label="the phases of the event loop"></svg></section>
    <section aria-label="Queues and memory"><h2>Queues, rates and memory</h2><dl id="facts"></dl>
      <h2 id="why-head">What keeps it alive</h2><ul id="why"></ul></section>
    <section class="wide" aria-label="Timeline"><h2>The last 10 seconds (arrow keys walk through callbacks once it is stopped)</h2>
      <canvas id="timeline" tabindex="0" role="img" aria-label="callbacks by phase over the last ten seconds"></canvas><div class="legend" id="legend"></div><div id="chosen"></div></section>
    <section class="wide" aria-label="Worst lines"><h2>Lines that took most of the last 10 seconds</h2>
      <table id="table"><thead><tr><th class="number">time</th><th class="number">longest</th><th class="number">calls</th><th class="kind">kind</th><th>line</th></tr></thead><tbody id="lines"></tbody></table></section>
  </main>
`;

// What runs in the browser. It is never called here: its text is sent.
function script() {
  const { document, EventSource, localStorage, location, matchMedia, window, devicePixelRatio } = globalThis;
  const get = (id) => document.getElementById(id);
  const WINDOW_MS = 10_000;
  const ROWS = ['timers', 'pending', 'poll', 'check', 'close', 'outside', 'gc'];
  const state = { pictures: [], thread: 0, records: new Map(), stopped: false, now: 0, chosen: undefined };

  // --- Dark or light: as the system has it, until the user chooses. ---
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const setTheme = (theme) => { document.documentElement.dataset.theme = theme; };
  setTheme(stored() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  const turnTheme = () => {
    const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    setTheme(theme);
    try { localStorage.setItem('theme', theme); } catch { /* of no use then */ }
    draw();
  };
  const color = (name) => globalThis.getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // --- The drawing of the loop. ---
  const SVG = 'http://www.w3.org/2000/svg';
  const element = (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const PLACES = { timers: [20, 30], pending: [200, 30], poll: [380, 30], check: [380, 230], close: [20, 230] };
  const boxes = {};
  function makeLoop() {
    const svg = get('loop');
    svg.append(element('defs', {}));
    const marker = element('marker', { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' });
    marker.append(element('path', { d: 'M0 0 L8 4 L0 8', class: 'way' }));
    svg.firstChild.append(marker);
    for (const d of ['M142 59 H196', 'M322 59 H376', 'M440 92 V226', 'M376 259 H146', 'M80 226 V92']) svg.append(element('path', { d, 'class': 'way', 'marker-end': 'url(#tip)' }));
    for (const [phase, [x, y]] of Object.entries(PLACES)) {
      const group = element('g', { class: 'phase', transform: `translate(${x} ${y})` });
      const level = element('rect', { class: 'level', width: 0, height: 58, rx: 8, style: `fill: var(--${phase}); opacity: .28` });
      const frame = element('rect', { width: 120, height: 58, rx: 8, style: 'fill: none' });
      const part = element('text', { x: 12, y: 45, class: 'part' });
      group.append(level, frame, element('text', { x: 12, y: 25 }, phase), part);
      svg.append(group);
      boxes[phase] = { level, frame, part };
    }
    boxes.busy = element('text', { 'x': 260, 'y': 158, 'class': 'busy', 'text-anchor': 'middle' });
    boxes.between = element('text', { 'x': 260, 'y': 182, 'class': 'between', 'text-anchor': 'middle' });
    boxes.now = element('text', { 'x': 260, 'y': 318, 'class': 'between', 'text-anchor': 'middle' });
    svg.append(boxes.busy, boxes.between, boxes.now);
  }
  function drawLoop({ phases, busy, rates, running }) {
    for (const phase of Object.keys(PLACES)) {
      const part = Math.min(1, phases[phase]);
      const { level, frame, part: text } = boxes[phase];
      level.setAttribute('width', Math.round(120 * part));
      frame.style.stroke = part > 0.005 || running?.phase === phase ? `var(--${phase})` : '';
      frame.style.strokeWidth = running?.phase === phase ? 3.5 : '';
      text.textContent = `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;
    }
    boxes.busy.textContent = `${Math.round(busy * 100)} % busy`;
    boxes.between.textContent = `between callbacks: ${count(rates.ticks)} ticks, ${count(rates.jobs)} promise jobs a second`;
    const text = running === undefined ? 'waits in poll' : `${running.kind || 'callback'} ${running.detail} for ${time(running.lasts)}  ${running.site}`;
    boxes.now.textContent = text.length > 74 ? `${text.slice(0, 73)}\u2026` : text;
  }

  // --- Numbers. ---
  const count = (number) => Math.round(number).toLocaleString('en');
  const time = (ms) => (ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms < 1 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`);
  const size = (bytes) => `${(bytes / 1048576).toFixed(1)} MiB`;
  function drawFacts({ rates, waits, memory, collections, late }) {
    const facts = {
      'turns a second': count(rates.turns), 'callbacks a second': count(rates.callbacks), 'late, median': time(late.p50), 'late, p99': time(late.p99),
      'timers': waits.timers, 'immediates': waits.immediates, 'handles': waits.handles, 'requests': waits.requests,
      'pool running': waits.poolRunning, 'pool waiting': waits.poolWaiting, 'heap used': size(memory.used), 'heap': size(memory.total),
      'resident': size(memory.resident), 'collections': `${collections.count}, ${time(collections.duration)}`,
    };
    get('facts').replaceChildren(...Object.entries(facts).map(([name, value]) => {
      const pair = document.createElement('div');
      const term = document.createElement('dt');
      const number = document.createElement('dd');
      term.textContent = name;
      number.textContent = value;
      pair.append(term, number);
      return pair;
    }));
  }
  function drawLines({ lines }) {
    get('lines').replaceChildren(...lines.slice(0, 12).map((line) => {
      const row = document.createElement('tr');
      const cells = [time(line.time), time(line.longest), count(line.calls), line.kind || 'callback', line.site || '\u2014'];
      cells.forEach((text, i) => {
        const cell = document.createElement('td');
        if (i < 3) cell.className = 'number';
        if (i === 1 && line.longest > 50) cell.style.color = color('hot');
        const inner = i === 4 ? document.createElement('code') : cell;
        inner.textContent = text;
        if (inner !== cell) cell.append(inner);
        row.append(cell);
      });
      row.title = line.site;
      return row;
    }));
  }

  // --- The timeline. ---
  const rowOf = ({ type, phase }) => ROWS.indexOf(type === 'collection' ? 'gc' : phase === '' ? 'outside' : phase);
  function drawTimeline() {
    const canvas = get('timeline');
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const paper = canvas.getContext('2d');
    paper.scale(devicePixelRatio, devicePixelRatio);
    const left = 70, top = 4, row = (height - 24) / ROWS.length;
    const x = (ms) => left + (ms - (state.now - WINDOW_MS)) / WINDOW_MS * (width - left);
    paper.font = '12px system-ui, sans-serif';
    paper.textBaseline = 'middle';
    ROWS.forEach((name, i) => {
      paper.fillStyle = color('faint');
      paper.fillText(name, 0, top + i * row + row / 2);
      paper.fillStyle = color('line');
      paper.fillRect(left, top + (i + 1) * row - 1, width - left, 1);
    });
    for (let second = 0; second <= 10; second += width < 560 ? 2 : 1) {
      paper.fillStyle = color('faint');
      const at = left + second / 10 * (width - left);
      paper.textAlign = second === 10 ? 'right' : 'left';
      paper.fillText(second === 10 ? 'now' : `${second - 10} s`, at, height - 8);
    }
    paper.textAlign = 'left';
    for (const record of state.records.values()) {
      const i = rowOf(record);
      if (i < 0 || record.type === 'work') continue;
      const begin = Math.max(left, x(record.start));
      const end = x(record.end ?? state.now);
      if (end < left) continue;
      paper.fillStyle = color(ROWS[i]);
      paper.globalAlpha = state.chosen === undefined || state.chosen === record.number ? 1 : 0.45;
      paper.fillRect(begin, top + i * row + 3, Math.max(1, end - begin), row - 7);
      if (state.chosen !== record.number) continue;
      paper.globalAlpha = 1;
      paper.strokeStyle = color('text');
      paper.lineWidth = 2;
      const from = Math.max(left, Math.min(begin, width - 5) - 3);
      paper.strokeRect(from, top + i * row + 1, Math.min(Math.max(1, end - begin) + 6, width - 1 - from), row - 3);
    }
    paper.globalAlpha = 1;
  }
  function walk(step) {
    const all = [...state.records.values()].filter(({ type, start }) => type === 'callback' && start > state.now - WINDOW_MS);
    if (all.length === 0) return;
    const at = all.findIndex(({ number }) => number === state.chosen);
    const next = at < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + step));
    choose(all[next]);
  }
  function choose(record) {
    state.chosen = record?.number;
    const box = get('chosen');
    box.textContent = '';
    if (record !== undefined) {
      const kind = document.createElement('b');
      kind.textContent = `${record.kind || 'callback'} ${record.detail}`;
      const parts = [`${time((record.end ?? state.now) - record.start)} in ${record.phase || 'no phase'}`, `${time(record.late)} late`];
      if (record.ticks > 0) parts.push(`${record.ticks} ticks`);
      if (record.jobs > 0) parts.push(`${record.jobs} promise jobs`);
      const cause = state.records.get(record.cause);
      if (cause !== undefined) parts.push(`scheduled by ${cause.kind || 'a callback'} ${cause.detail} ${cause.site}`);
      box.append(kind, `  ${parts.join(', ')}   `);
      const site = document.createElement('code');
      site.textContent = record.site;
      box.append(site);
    }
    const picture = pictureOf(record);
    if (picture !== undefined) drawLoop(picture);
    drawTimeline();
  }

  // --- All of it. ---
  // What is drawn: while somebody walks through callbacks, the loop is in the chosen one.
  function pictureOf(record) {
    const picture = state.pictures.find(({ thread }) => thread === state.thread);
    if (picture === undefined || record === undefined) return picture;
    return { ...picture, running: { ...record, lasts: (record.end ?? state.now) - record.start } };
  }
  function draw() {
    const picture = pictureOf(state.records.get(state.chosen));
    if (picture === undefined) return;
    drawLoop(picture);
    drawFacts(picture);
    drawLines(picture);
    drawTimeline();
  }
  function take(pictures) {
    if (state.stopped) return;
    state.pictures = pictures;
    const picture = pictures.find(({ thread }) => thread === state.thread) ?? pictures[0];
    state.thread = picture.thread;
    state.now = picture.now;
    for (const record of picture.fresh) state.records.set(record.number, record);
    for (const [number, { start, end }] of state.records) {
      if (end !== undefined && end < state.now - WINDOW_MS && start < state.now - WINDOW_MS) state.records.delete(number);
    }
    get('title').textContent = `pid ${picture.pid}`;
    get('program').textContent = picture.program;
    get('program').title = picture.program;
    get('state').textContent = `eddy ${picture.eddy}`;
    const names = pictures.map(({ thread }) => (thread === 0 ? 'main thread' : `worker ${thread}`));
    const select = get('thread');
    if (select.childElementCount !== names.length) {
      select.replaceChildren(...pictures.map(({ thread }, i) => new globalThis.Option(names[i], thread, false, thread === state.thread)));
    }
    draw();
  }
  function stop(stopped = !state.stopped) {
    state.stopped = stopped;
    get('stop').textContent = stopped ? 'Go on (space)' : 'Stop (space)';
    get('stop').setAttribute('aria-pressed', String(stopped));
    if (!stopped) choose(undefined);
  }

  makeLoop();
  get('legend').append(...ROWS.map((name) => {
    const entry = document.createElement('span');
    const patch = document.createElement('i');
    patch.style.background = `var(--${name})`;
    entry.append(patch, name);
    return entry;
  }));
  get('stop').addEventListener('click', () => stop());
  get('theme').addEventListener('click', turnTheme);
  get('thread').addEventListener('change', (event) => {
    state.thread = +event.target.value;
    state.records.clear();
    choose(undefined);
    draw();
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && event.target.tagName !== 'BUTTON') stop();
    else if (event.key === 'd') turnTheme();
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      stop(true);
      walk(event.key === 'ArrowLeft' ? -1 : 1);
    } else return;
    event.preventDefault();
  });
  get('timeline').addEventListener('click', (event) => {
    const { left, width } = event.target.getBoundingClientRect();
    const at = state.now - WINDOW_MS + (event.clientX - left - 70) / (width - 70) * WINDOW_MS;
    const distance = ({ start, end = state.now }) => (at < start ? start - at : at > end ? at - end : 0);
    const callbacks = [...state.records.values()].filter(({ type }) => type === 'callback');
    stop(true);
    choose(callbacks.sort((a, b) => distance(a) - distance(b))[0]);
  });
  window.addEventListener('resize', draw);
  const events = new EventSource(`/events${location.search}`);
  events.addEventListener('picture', (event) => take(JSON.parse(event.data)));
  events.addEventListener('why', (event) => {
    const { keeps } = JSON.parse(event.data);
    get('why').replaceChildren(...keeps.slice(0, 6).map(({ kind, detail, madeAt, callback }) => {
      const item = document.createElement('li');
      const site = document.createElement('code');
      const at = madeAt ?? callback;
      site.textContent = at === undefined ? '' : `  ${at.file.split('/').slice(-2).join('/')}:${at.line} ${at.function}`;
      item.append(`${kind}  ${detail}`, site);
      item.title = item.textContent;
      return item;
    }));
    get('why-head').textContent = keeps.length === 0 ? 'Nothing keeps it alive' : `What keeps it alive (${keeps.length})`;
  });
  events.addEventListener('end', () => {
    events.close();
    get('state').textContent = 'the process has ended';
    get('state').className = 'ended';
  });
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>eddy loop</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body>${body}<script>(${script})();</script></body></html>
`;

module.exports = { page };
