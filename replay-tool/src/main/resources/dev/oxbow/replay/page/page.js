// The page of `oxbow replay serve`. Everything that came from the journal reaches the document as text, never as markup.
'use strict';

const $ = id => document.getElementById(id);
const SECOND = 1e6;
const STAGES = ['missing', 'in flight', 'begun', 'written', 'verified', 'durable', 'not wanted'];

// ---- where answers come from: the server, or the data inside a saved page

const saved = $('data') ? JSON.parse($('data').textContent) : null;

async function ask(name, parameters = {}) {
  if (saved) return askSaved(name, parameters);
  const response = await fetch('api/' + name + '?' + new URLSearchParams(parameters));
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

function askSaved(name, p) {
  if (name === 'summary' || name === 'chart') return saved[name];
  if (name === 'lanes') return saved.lanes;
  if (name === 'why') throw new Error('a saved page does not answer why; ask oxbow replay why');
  if (name === 'at') {
    const before = saved.moments.filter(m => p.us === undefined ? m.seq <= p.seq : m.us <= p.us);
    const moment = before[before.length - 1] || saved.moments[0];
    const entry = p.us === undefined ? saved.entries.find(e => e.seq >= p.seq) : null;
    return entry && entry.seq === p.seq ? {...moment, seq: entry.seq, us: entry.us, time: entry.time, stateSeq: moment.seq} : moment;
  }
  const test = savedFilter(p.filter || '');
  const fitting = saved.entries.filter(e => test(e) && (p.order === 'back' ? e.seq < p.seq : e.seq >= p.seq));
  const rows = p.order === 'back' ? fitting.slice(-p.limit) : fitting.slice(0, p.limit);
  const more = fitting.length > rows.length;
  const last = rows[rows.length - 1];
  return {rows, next: !more ? null : p.order === 'back' ? rows[0].seq : last.seq + 1};
}

function savedFilter(text) {
  if (/[=<>~!()]/.test(text)) throw new Error('a saved page knows words, piece:, peer: and severity:, but no conditions');
  const levels = ['error', 'warning', 'notice', 'info', 'debug'];
  const tests = text.trim().split(/\s+/).filter(w => w).map(word => {
    const [key, value] = word.includes(':') ? [word.slice(0, word.indexOf(':')), word.slice(word.indexOf(':') + 1)] : ['', word];
    if (key === 'piece') return e => e.piece === Number(value.split('.')[0]);
    if (key === 'peer') return e => (e.peer || '').includes(value);
    if (key === 'torrent') return e => (e.torrent || '').startsWith(value);
    if (key === 'severity') return e => levels.indexOf(e.severity) <= levels.indexOf(value);
    return e => e.type.toLowerCase().includes(word.replaceAll('*', '').toLowerCase());
  });
  return e => tests.every(test => test(e));
}

// ---- what is shown

const page = {
  summary: null, chart: null, lanes: null, at: null,
  from: 0, to: 1, whole: true, following: false,
  torrent: null, piece: -1, peer: null, rows: [], earlier: null, later: null, filter: '', wanted: null, busy: false,
};

// ---- words and numbers

function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (n >= 1024 && unit < units.length - 1) { n /= 1024; unit++; }
  return (unit === 0 ? n : n.toFixed(n < 10 ? 2 : n < 100 ? 1 : 0)) + ' ' + units[unit];
}

function span(us) {
  const s = us / SECOND;
  if (s < 1) return (us / 1000).toFixed(us < 10000 ? 1 : 0) + ' ms';
  if (s < 60) return s.toFixed(s < 10 ? 2 : 1) + ' s';
  if (s < 3600) return Math.floor(s / 60) + 'm' + String(Math.floor(s % 60)).padStart(2, '0') + 's';
  return Math.floor(s / 3600) + 'h' + String(Math.floor(s % 3600 / 60)).padStart(2, '0') + 'm';
}

const grouped = n => n.toLocaleString('en');

/** Of the page's time, with so many digits behind the second as the view can tell apart. */
function clock(us, digits = 3) {
  let removed = 0;
  for (const cut of page.summary.cuts) if (cut.us <= us) removed = cut.removedUs;
  const date = new Date(Date.parse(page.summary.start.slice(0, 23) + 'Z') + (us + removed) / 1000);
  return date.toISOString().slice(11, digits ? 23 : 19);
}

function element(tag, text, className) {
  const out = document.createElement(tag);
  if (text !== undefined) out.textContent = text;
  if (className) out.className = className;
  return out;
}

const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

function notice(text) {
  $('notice').hidden = !text;
  $('notice').textContent = text || '';
}

// ---- drawing

function context(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = width + 'px';
  canvas.style.height = height + 'px';
  const g = canvas.getContext('2d');
  g.scale(scale, scale);
  return g;
}

const x = (us, width) => (us - page.from) / (page.to - page.from) * width;

function drawChart() {
  const width = $('chartPlot').clientWidth;
  const height = 130;
  const g = context($('chart'), width, height);
  const c = page.chart;
  g.clearRect(0, 0, width, height);
  if (!c || !c.us.length) return;
  const highest = Math.max(1, ...c.down, ...c.up);
  const total = Math.max(1, page.summary.torrents.reduce((sum, t) => sum + t.totalBytes, 0));
  const low = height - 16;
  g.strokeStyle = color('line');
  g.fillStyle = color('dim');
  g.font = '11px system-ui, sans-serif';
  for (const part of [0.5, 1]) {
    const y = Math.round(low - part * (low - 14)) + 0.5;
    g.beginPath(); g.moveTo(0, y); g.lineTo(width, y); g.stroke();
  }
  line(g, c.us, c.down, highest, width, low, color('down'), true);
  line(g, c.us, c.up, highest, width, low, color('up'), false);
  line(g, c.us, c.verified, total, width, low, color('progress'), false, [5, 3]);
  g.fillStyle = color('text');
  for (const [part, y] of [[1, 11], [0.5, low - 0.5 * (low - 14) - 3]]) {
    label(g, bytes(highest * part) + '/s', 4, y, false);
    label(g, part * 100 + ' %', width - 4, y, true);
  }
  for (const session of page.summary.sessions) {
    const at = Math.round(x(session.us, width)) + 0.5;
    g.strokeStyle = color('dim'); g.setLineDash([2, 2]); g.beginPath(); g.moveTo(at, 0); g.lineTo(at, height); g.stroke(); g.setLineDash([]);
  }
  for (const flag of page.summary.flags) drawFlag(g, x(flag.us, width), height - 13, flag.severity);
}

/** Words that stay readable over lines. */
function label(g, text, at, y, right) {
  const left = right ? at - g.measureText(text).width : at;
  g.globalAlpha = 0.8; g.fillStyle = color('panel'); g.fillRect(left - 2, y - 10, g.measureText(text).width + 4, 13);
  g.globalAlpha = 1; g.fillStyle = color('text'); g.fillText(text, left, y);
}

function line(g, us, values, highest, width, low, stroke, filled, dash = []) {
  const y = value => low - value / highest * (low - 14);
  g.beginPath();
  g.moveTo(x(us[0], width), filled ? low : y(values[0]));
  for (let i = 0; i < us.length; i++) {
    if (filled && i > 0) g.lineTo(x(us[i - 1], width), y(values[i])); // a rate holds since the sample before
    g.lineTo(x(us[i], width), y(values[i]));
  }
  g.setLineDash(dash); g.strokeStyle = stroke; g.lineWidth = 1.5; g.stroke(); g.setLineDash([]); g.lineWidth = 1;
  if (filled) {
    g.lineTo(x(us[us.length - 1], width), low);
    g.globalAlpha = 0.18; g.fillStyle = stroke; g.fill(); g.globalAlpha = 1;
  }
}

/** What went wrong is a filled flag, what is of note an empty one. */
function drawFlag(g, at, top, severity) {
  if (at < -8) return;
  const wrong = severity === 'warning' || severity === 'error';
  g.strokeStyle = g.fillStyle = color(wrong ? 'bad' : 'dim');
  g.beginPath(); g.moveTo(at, top + 12); g.lineTo(at, top); g.lineTo(at + 7, top + 3.5); g.lineTo(at, top + 7);
  if (wrong) g.fill();
  g.stroke();
}

function drawAxis() {
  const axis = $('axis');
  axis.replaceChildren();
  const parts = Math.max(2, Math.min(10, Math.floor(axis.clientWidth / 130)));
  const width = page.to - page.from;
  for (let i = 0; i <= parts; i++) {
    const us = page.from + width * i / parts;
    const label = element('span', clock(us, width < 20 * SECOND ? 3 : 0));
    label.style.left = i / parts * 100 + '%';
    axis.append(label);
  }
}

function drawCursor() {
  const part = page.at ? (page.at.us - page.from) / (page.to - page.from) : 0;
  document.querySelectorAll('.cursor').forEach(line => {
    line.style.left = `calc(${part * 100}% - 1px)`;
    line.hidden = part < 0 || part > 1;
  });
  if (document.activeElement !== $('slider') || !page.sliding) $('slider').value = Math.round(part * 1000);
}

function drawLanes() {
  const box = $('lanes');
  const scroll = box.scrollTop;
  box.replaceChildren();
  if (!page.lanes.lanes.length) box.append(element('p', 'No peer was connected yet.', 'empty'));
  for (const lane of page.lanes.lanes) box.append(laneRow(lane));
  const more = page.lanes.peers - page.lanes.lanes.length + page.lanes.leftOut;
  if (more > 0) box.append(element('p', `${grouped(more)} more peers that gave and took less`, 'empty'));
  box.scrollTop = scroll;
  box.querySelectorAll('canvas').forEach((canvas, i) => drawLane(canvas, page.lanes.lanes[i]));
  drawCursor();
}

function laneRow(lane) {
  const row = element('div', undefined, 'lane' + (page.peer === lane.peer ? ' chosen' : ''));
  const label = element('button');
  label.append(element('span', lane.peer));
  if (lane.flags.some(f => f.severity !== 'notice')) label.append(' ', element('em', '⚑' + lane.flags.length));
  label.append(element('small', `${lane.client || 'no name'} · ${bytes(lane.down)}↓ ${bytes(lane.up)}↑${lane.wasted ? ' wasted ' + bytes(lane.wasted) : ''}`));
  label.title = lane.peer + '\n' + lane.client + (lane.wasted ? ', wasted ' + bytes(lane.wasted) : '') + '\n' + lane.flags.slice(0, 12).map(f => '@' + f.seq + ' ' + f.text).join('\n');
  label.onclick = () => choosePeer(lane.peer);
  const plot = element('div', undefined, 'plot');
  const canvas = element('canvas');
  canvas.title = '';
  canvas.onclick = event => goUs(usAt(event, canvas));
  canvas.onmousemove = event => { canvas.title = laneText(lane, usAt(event, canvas)); };
  plot.append(canvas, element('div', undefined, 'cursor'));
  row.append(label, plot);
  return row;
}

const usAt = (event, canvas) => {
  const box = canvas.getBoundingClientRect();
  return Math.round(page.from + (event.clientX - box.left) / box.width * (page.to - page.from));
};

const holds = (spans, us) => spans.some((start, i) => i % 2 === 0 && start <= us && us <= spans[i + 1]);

function laneText(lane, us) {
  const near = (page.to - page.from) / 200;
  const flag = lane.flags.find(f => Math.abs(f.us - us) < near);
  const out = [clock(us)];
  if (flag) out.push('@' + flag.seq + ' ' + flag.text);
  if (!holds(lane.connected, us)) return out.concat('not connected').join('\n');
  out.push(holds(lane.letsUs, us) ? 'it lets us ask' : 'it chokes us', holds(lane.weWant, us) ? 'we want something of it' : 'we want nothing of it',
    holds(lane.weLet, us) ? 'we let it ask' : 'we choke it', holds(lane.wants, us) ? 'it wants something of us' : 'it wants nothing of us');
  for (let i = 0; i < lane.slices.length; i += 4) {
    const [start, end, piece, blocks] = lane.slices.slice(i, i + 4);
    if (start <= us && us <= end) out.push((piece < 0 ? 'several pieces' : 'piece ' + piece) + `: ${blocks} blocks asked for, in ${span(end - start)}`);
  }
  return out.join('\n');
}

// A lane from above: does the peer let us ask, and do we want to (line above); what it was asked for; do we let it, and does it want to (line below).
function drawLane(canvas, lane) {
  const width = canvas.parentElement.clientWidth;
  const g = context(canvas, width, 34);
  bar(g, lane.connected, width, 4, 25, color('empty'));
  bar(g, lane.weWant, width, 4, 5, color('choked'));
  bar(g, lane.letsUs, width, 4, 5, color('lets'));
  bar(g, lane.weWant, width, 1, 2, color('lets'));
  bar(g, lane.wants, width, 24, 5, color('choked'));
  bar(g, lane.weLet, width, 24, 5, color('welet'));
  bar(g, lane.wants, width, 30, 2, color('welet'));
  for (let i = 0; i < lane.slices.length; i += 4) {
    const [start, end, piece] = lane.slices.slice(i, i + 4);
    const left = x(start, width);
    const right = Math.max(left + 1, x(end, width));
    const odd = piece < 0 ? 0 : (i / 4) % 2;
    g.fillStyle = color(odd ? 'slice2' : 'slice');
    g.fillRect(left, odd ? 16.5 : 11, Math.max(1, right - left - 0.5), piece < 0 ? 11 : 5.5);
  }
  for (const flag of lane.flags) drawFlag(g, x(flag.us, width), 10, flag.severity);
}

function bar(g, spans, width, top, height, fill) {
  g.fillStyle = fill;
  for (let i = 0; i < spans.length; i += 2) {
    const left = Math.max(0, x(spans[i], width));
    const right = Math.min(width, x(spans[i + 1], width));
    if (right >= 0 && left <= width) g.fillRect(left, top, Math.max(1, right - left), height);
  }
}

// ---- the piece map

let cells = {columns: 1, size: 10, group: 1, count: 0};

function pieces() {
  const hash = page.torrent;
  return page.at && hash && page.at.pieces[hash] || '';
}

function drawMap() {
  const map = pieces();
  const box = $('mapBox');
  const width = box.clientWidth;
  const height = box.clientHeight;
  if (!map) { context($('map'), 1, 1); legendOfPieces({}); return; }
  let size = Math.max(5, Math.min(32, Math.floor(Math.sqrt(width * height / map.length))));
  while (size > 5 && Math.ceil(map.length / Math.floor(width / size)) * size > height) size--;
  const columns = Math.max(1, Math.floor(width / size));
  const group = Math.max(1, Math.ceil(map.length / (columns * Math.max(1, Math.floor(height / size)))));
  const count = Math.ceil(map.length / group);
  cells = {columns, size, group, count};
  const g = context($('map'), columns * size, Math.ceil(count / columns) * size);
  const counts = {};
  for (let i = 0; i < count; i++) {
    const part = map.slice(i * group, (i + 1) * group);
    drawCell(g, i % columns * size, Math.floor(i / columns) * size, size, stageOf(part), /[a-g]/.test(part));
  }
  for (const piece of map) {
    const stage = STAGES[stageOf(piece)];
    counts[stage] = (counts[stage] || 0) + 1;
    if (piece >= 'a') counts.failed = (counts.failed || 0) + 1;
  }
  if (page.piece >= 0 && page.piece < map.length) {
    const at = Math.floor(page.piece / group);
    g.strokeStyle = color('cursor'); g.lineWidth = 2;
    g.strokeRect(at % columns * size + 0.5, Math.floor(at / columns) * size + 0.5, size - 1, size - 1);
  }
  $('map').setAttribute('aria-label', 'Piece map: ' + Object.entries(counts).map(([k, n]) => n + ' ' + k).join(', '));
  legendOfPieces(counts);
  pieceText();
}

const stageOne = char => char >= 'a' ? char.charCodeAt(0) - 97 : Number(char);

/** Of several pieces in a cell: what is being worked on shows before what is at rest, the least done before what is done. */
function stageOf(part) {
  if (part.length === 1) return stageOne(part);
  const all = new Set([...part].map(stageOne));
  for (const stage of [1, 3, 2, 0, 4, 5, 6]) if (all.has(stage)) return stage;
  return 0;
}

/** Told apart by pattern as well as by colour. */
function drawCell(g, left, top, size, stage, failed) {
  const s = size - 1;
  const fill = name => { g.fillStyle = color(name); g.fillRect(left, top, s, s); };
  fill('empty');
  if (stage === 1) stripes(g, left, top, s, color('flight'));
  if (stage === 2) { g.fillStyle = color('begun'); g.fillRect(left, top + s / 2, s, s / 2); }
  if (stage === 3) { fill('written'); g.fillStyle = color('panel'); g.fillRect(left + s / 2 - 1, top + s / 2 - 1, 2, 2); }
  if (stage === 4) { const edge = Math.max(1, Math.round(s / 6)); g.fillStyle = color('verified'); g.fillRect(left + edge, top + edge, s - 2 * edge, s - 2 * edge); }
  if (stage === 5) fill('durable');
  if (stage === 6) { g.clearRect(left, top, s, s); g.fillStyle = color('line'); g.fillRect(left + s / 2 - 1, top + s / 2 - 1, 2, 2); }
  if (failed) {
    g.fillStyle = color('bad'); g.beginPath(); g.moveTo(left, top); g.lineTo(left + Math.max(4, s * 0.6), top);
    g.lineTo(left, top + Math.max(4, s * 0.6)); g.fill();
  }
}

function stripes(g, left, top, s, stroke) {
  g.save(); g.beginPath(); g.rect(left, top, s, s); g.clip();
  g.strokeStyle = stroke; g.lineWidth = 2;
  for (let i = -s; i < s * 2; i += 4) { g.beginPath(); g.moveTo(left + i, top + s); g.lineTo(left + i + s, top); g.stroke(); }
  g.restore(); g.lineWidth = 1;
}

function legendOfPieces(counts) {
  const box = $('pieceLegend');
  box.replaceChildren();
  const add = (stage, failed, name, title) => {
    const item = element('span');
    const canvas = element('canvas');
    canvas.style.display = 'inline-block';
    drawCell(context(canvas, 12, 12), 0, 0, 13, stage, failed);
    item.append(canvas, name + ' ', element('b', grouped(counts[failed ? 'failed' : name] || 0)));
    item.title = title;
    box.append(item);
  };
  const titles = ['', 'some of its blocks are asked for', 'some blocks are there and nothing is asked for', 'all blocks are there, the hash is not checked yet',
    'its hash is right', 'its hash is right and the disk has it for good', 'of a file that nobody chose'];
  STAGES.forEach((name, stage) => { if (stage < 6 || counts[name]) add(stage, false, name, titles[stage]); });
  add(0, true, 'failed once', 'its hash was wrong at some time before');
  if (cells.group > 1 && pieces()) box.append(element('span', `a cell is ${cells.group} pieces`));
}

function pieceAt(event) {
  const box = $('map').getBoundingClientRect();
  const column = Math.floor((event.clientX - box.left) / cells.size);
  const cell = Math.floor((event.clientY - box.top) / cells.size) * cells.columns + column;
  return column < 0 || column >= cells.columns || cell < 0 || cell >= cells.count ? -1 : cell * cells.group;
}

function pieceText(piece = page.piece) {
  const map = pieces();
  if (piece < 0 || piece >= map.length) { $('pieceText').textContent = !map ? '' : page.summary.why ? 'Click a piece to see why it is so.' : 'Click a piece to see its entries.'; return; }
  const last = Math.min(map.length, piece + cells.group) - 1;
  const stage = STAGES[stageOf(map.slice(piece, last + 1))];
  $('pieceText').textContent = (last > piece ? `pieces ${piece} to ${last}: ` : `piece ${piece}: `) + stage
    + (/[a-g]/.test(map.slice(piece, last + 1)) ? ', its hash was wrong once before' : '');
}

// ---- entries

function rowOf(entry) {
  const row = element('div', undefined, 'row ' + entry.severity);
  row.setAttribute('role', 'listitem');
  row.dataset.seq = entry.seq;
  const what = element('span', undefined, 'what');
  what.append(element('span', entry.type, 'type'), ' ');
  if (entry.peer) what.append(element('span', entry.peer, 'peer'), ' ');
  what.append(element('span', entry.text, 'detail'));
  const arrow = element('span', entry.kind === 'command' ? '→' : '←');
  arrow.title = entry.kind === 'command' ? 'command: Oxbow decided this, on event @' + entry.cause : 'event: this was observed';
  row.append(element('span', entry.seq, 'seq'), element('span', entry.time.slice(11, 23), 'time'), arrow, what);
  row.title = entry.type + ' ' + entry.text + (entry.kind === 'command' ? '\nanswers @' + entry.cause : '');
  row.onclick = () => goSeq(entry.seq);
  return row;
}

async function loadRows() {
  const seq = page.at.seq;
  const mine = loadRows.last = {};
  try {
    const before = await ask('entries', {seq: seq + 1, order: 'back', limit: 30, filter: page.filter});
    const after = mine === loadRows.last && await ask('entries', {seq: seq + 1, limit: 60, filter: page.filter});
    if (mine !== loadRows.last) return;
    $('filter').removeAttribute('aria-invalid');
    page.rows = before.rows.concat(after.rows);
    page.earlier = before.next;
    page.later = after.next;
    drawRows();
  } catch (e) {
    $('filter').setAttribute('aria-invalid', 'true');
    $('rows').replaceChildren(element('p', e.message, 'empty'));
    page.rows = [];
  }
}

function drawRows() {
  const box = $('rows');
  box.replaceChildren();
  if (page.earlier !== null) box.append(moreButton('earlier', true));
  page.rows.forEach(entry => box.append(rowOf(entry)));
  if (!page.rows.length) box.append(element('p', page.filter ? 'No entry near here fits the filter.' : 'No entries.', 'empty'));
  if (page.later !== null) box.append(moreButton('later', false));
  markRow(true);
}

function moreButton(text, back) {
  const out = element('button', text);
  out.onclick = () => moreRows(back);
  return out;
}

async function moreRows(back) {
  const answer = await ask('entries', back ? {seq: page.earlier, order: 'back', limit: 100, filter: page.filter}
    : {seq: page.later, limit: 100, filter: page.filter});
  const anchor = page.rows[0];
  page.rows = back ? answer.rows.concat(page.rows) : page.rows.concat(answer.rows);
  if (back) page.earlier = answer.next; else page.later = answer.next;
  const box = $('rows');
  const top = box.scrollTop;
  drawRows();
  const row = back && anchor && box.querySelector(`[data-seq="${anchor.seq}"]`);
  box.scrollTop = row ? row.offsetTop - box.offsetTop : top;
}

/** Shows which entry is the page's moment, and which are later. */
function markRow(scroll) {
  const box = $('rows');
  let now = null;
  box.querySelectorAll('.row').forEach(row => {
    const seq = Number(row.dataset.seq);
    row.classList.toggle('later', seq > page.at.seq);
    row.classList.remove('now');
    if (seq <= page.at.seq) now = row;
  });
  if (!now) return;
  now.classList.add('now');
  const top = now.offsetTop - box.offsetTop;
  if (scroll || top < box.scrollTop || top > box.scrollTop + box.clientHeight - 40) box.scrollTop = top - box.clientHeight / 3;
}

/** The entry before or behind this moment, of those that fit the filter. */
async function step(back) {
  const seq = page.at.seq;
  const known = back ? page.rows.filter(e => e.seq < seq).pop() : page.rows.find(e => e.seq > seq);
  if (known) return goSeq(known.seq);
  let from = back ? seq : seq + 1;
  while (from !== null) { // however far the next one is that fits
    const answer = await ask('entries', back ? {seq: from, order: 'back', limit: 1, filter: page.filter} : {seq: from, limit: 1, filter: page.filter});
    if (answer.rows.length) return goSeq(answer.rows[0].seq);
    from = answer.next;
  }
}

// ---- state

function drawState() {
  const s = page.at.state;
  const box = $('state');
  box.replaceChildren();
  if (page.at.stateSeq !== undefined && page.at.stateSeq !== page.at.seq) box.append(element('p', 'A saved page knows the state at some moments only; this is @' + page.at.stateSeq, 'empty'));
  const torrent = s.torrents.find(t => t.infoHash === page.torrent) || s.torrents[0];
  const facts = [];
  if (torrent) {
    facts.push(['phase', torrent.phase + (torrent.phaseReason ? ': ' + torrent.phaseReason : '')]);
    facts.push(['pieces', `${grouped(torrent.piecesVerified)} of ${grouped(torrent.pieceCount)} verified, ${grouped(torrent.piecesDurable || 0)} durable, ${torrent.piecesBegun || 0} begun`]);
    facts.push(['bytes', `${bytes(torrent.bytesDownloaded || 0)} down, ${bytes(torrent.bytesUploaded || 0)} up, ${bytes(torrent.bytesWasted || 0)} wasted`]);
  } else facts.push(['torrents', 'none']);
  facts.push(['state hash', s.stateHash]);
  if (s.dhtNodes) facts.push(['DHT nodes', grouped(s.dhtNodes)]);
  const table = element('table');
  for (const [name, value] of facts) {
    const row = element('tr');
    row.append(element('th', name), element('td', value));
    table.append(row);
  }
  box.append(table);
  if (torrent && torrent.peers.length) box.append(peerTable(torrent.peers));
}

function peerTable(peers) {
  const table = element('table');
  const head = element('tr');
  for (const name of ['peer', 'state', 'asked', 'rate', 'has']) head.append(element('th', name, name === 'peer' || name === 'state' ? '' : 'num'));
  table.append(head);
  for (const p of peers) {
    const row = element('tr');
    const link = element('button', p.peer, 'entry');
    link.title = p.client;
    link.onclick = () => choosePeer(p.peer);
    const cell = element('td');
    cell.append(link);
    const words = p.phase !== 'ACTIVE' ? p.phase.toLowerCase().replace('_', ' ') : (p.peerChoking ? 'chokes us' : 'lets us ask') + (p.snubbed ? ', snubbed' : '') + (p.amChoking ? '' : ', may ask');
    row.append(cell, element('td', words), element('td', p.requestsOutstanding, 'num'), element('td', bytes(p.downBytesPerSec) + '/s', 'num'), element('td', grouped(p.pieces), 'num'));
    table.append(row);
  }
  return table;
}

// ---- going somewhere: one question at a time, and of those that come meanwhile only the last

function goUs(us) { return go({us: Math.max(0, Math.min(page.summary.lengthUs, Math.round(us)))}); }
function goSeq(seq) { return go({seq: Math.max(0, seq)}); }

async function go(where) {
  page.following = false;
  return goNow(where);
}

async function goNow(where) {
  page.wanted = where;
  if (page.busy) return;
  page.busy = true;
  try {
    while (page.wanted) {
      const next = page.wanted;
      page.wanted = null;
      page.at = await ask('at', next);
      drawMoment();
    }
    settled();
  } catch (e) {
    notice(e.message);
  } finally {
    page.busy = false;
  }
}

function drawMoment() {
  chooseTorrent();
  const at = page.at;
  const time = at.time || page.summary.start;
  $('moment').textContent = `${time.slice(0, 10)} ${time.slice(11, 26)}  @${at.seq}`;
  if (at.us < page.from || at.us > page.to) view(at.us - (page.to - page.from) / 2, at.us + (page.to - page.from) / 2);
  drawCursor();
  drawMap();
  drawState();
  if (page.rows.some(e => e.seq === at.seq)) markRow(false);
}

/** What waits until the slider rests. */
function settled() {
  clearTimeout(settled.timer);
  settled.timer = setTimeout(() => {
    history.replaceState(null, '', '#@' + page.at.seq);
    if (!page.rows.some(e => e.seq === page.at.seq)) loadRows(); else markRow(false);
  }, 80);
}

function chooseTorrent() {
  const select = $('torrent');
  const torrents = page.summary.torrents;
  const options = torrents.map(t => t.infoHash).join();
  if (select.dataset.options !== options) {
    select.dataset.options = options;
    select.replaceChildren(...torrents.map(t => { const o = element('option', t.name || t.infoHash); o.value = t.infoHash; return o; }));
  }
  if (!page.torrent && torrents.length) page.torrent = torrents[0].infoHash;
  select.hidden = torrents.length === 0;
  if (page.torrent) select.value = page.torrent;
}

// ---- the stretch of time that is shown

let viewTimer = 0;

function view(from, to) {
  const length = Math.max(1, page.summary.lengthUs);
  const width = Math.max(1000, Math.min(length, to - from));
  page.from = Math.max(0, Math.min(length - width, from));
  page.to = page.from + width;
  page.whole = page.from <= 0 && page.to >= length;
  drawView();
  clearTimeout(viewTimer);
  viewTimer = setTimeout(loadView, 60);
}

function drawView() {
  drawChart();
  drawAxis();
  if (page.lanes) drawLanes();
  drawCursor();
}

async function loadView() {
  const points = Math.max(100, $('chartPlot').clientWidth);
  const stretch = {from: Math.floor(page.from), to: Math.ceil(page.to), points};
  [page.chart, page.lanes] = await Promise.all([ask('chart', stretch), ask('lanes', stretch)]);
  drawView();
}

function zoom(factor, centre = page.at ? page.at.us : (page.from + page.to) / 2) {
  const left = (centre - page.from) * factor;
  view(centre - left, centre + (page.to - centre) * factor);
}

// ---- why

async function why(question, title) {
  if (!page.summary.why) return; // the filter shows its entries
  const box = $('why');
  box.hidden = false;
  box.replaceChildren();
  const head = element('h2', title);
  const close = element('button', '×');
  close.title = 'Close';
  close.onclick = () => { box.hidden = true; page.piece = -1; page.peer = null; setFilter(''); drawMap(); drawLanes(); };
  head.append(close);
  const body = element('div', 'Looking …');
  box.append(head, body);
  try {
    const answer = await ask('why', {...question, at: page.at.seq, torrent: page.torrent || ''});
    body.replaceChildren(element('p', answer.answer), tree(answer.tree));
  } catch (e) {
    body.textContent = e.message;
  }
}

function tree(branches) {
  const list = element('ul');
  for (const branch of branches) {
    const item = element('li', branch.text + ' ');
    for (const seq of branch.evidence.slice(0, 6)) {
      const link = element('button', '@' + seq, 'entry');
      link.onclick = () => goSeq(seq);
      item.append(link);
    }
    if (branch.branches && branch.branches.length) item.append(tree(branch.branches));
    list.append(item);
  }
  return list;
}

function choosePiece(piece) {
  if (piece < 0 || piece >= pieces().length) return;
  page.piece = piece;
  page.peer = null;
  drawMap();
  drawLanes();
  setFilter('piece:' + piece);
  why({piece}, 'Piece ' + piece);
}

function choosePeer(peer) {
  page.peer = peer;
  page.piece = -1;
  drawMap();
  drawLanes();
  setFilter('peer:' + peer);
  why({peer}, 'Peer ' + peer);
}

function setFilter(text) {
  $('filter').value = page.filter = text;
  if (page.at) loadRows();
}

// ---- the user

function keys(event) {
  const typing = event.target.matches('input[type=search], select');
  if (event.key === 'Escape' && event.target === $('filter')) {
    if ($('filter').value) setFilter(''); else $('filter').blur();
    return;
  }
  if (event.key === 'Enter' && event.target === $('filter')) { $('rows').focus(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || $('help').open) return;
  const inMap = event.target === $('map');
  const done = {
    ArrowLeft: () => inMap ? pickPiece(-1) : event.shiftKey ? goUs(page.at.us - SECOND) : step(true),
    ArrowRight: () => inMap ? pickPiece(1) : event.shiftKey ? goUs(page.at.us + SECOND) : step(false),
    ArrowUp: () => inMap ? pickPiece(-cells.columns) : null,
    ArrowDown: () => inMap ? pickPiece(cells.columns) : null,
    Enter: () => inMap ? choosePiece(page.piece) : null,
    Home: () => goSeq(0), End: toEnd,
    '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), '0': () => view(0, page.summary.lengthUs),
    '/': () => $('filter').focus(), c: copyMoment, '?': () => $('help').showModal(),
  }[event.key];
  const passes = !done || (event.key === 'Enter' || event.key === 'ArrowUp' || event.key === 'ArrowDown') && !inMap;
  if (passes) return;
  event.preventDefault();
  done();
}

/** The piece under the keys; Enter asks why. */
function pickPiece(cellsOn) {
  const last = pieces().length - 1;
  page.piece = Math.max(0, Math.min(last, (page.piece < 0 ? 0 : page.piece) + cellsOn * cells.group));
  drawMap();
}

function toEnd() {
  page.following = true;
  goNow({seq: page.summary.lastSeq});
}

async function copyMoment() {
  const link = location.href.replace(/#.*/, '') + '#@' + page.at.seq;
  try {
    await navigator.clipboard.writeText(link);
    notice('Copied: a link to @' + page.at.seq);
  } catch (e) {
    notice(link);
  }
  clearTimeout(copyMoment.timer);
  copyMoment.timer = setTimeout(() => status(), 4000);
}

function legends() {
  const flag = element('span', '⚑ went wrong', 'wrong');
  const item = (name, text, height = 10, dashed = false) => {
    const out = element('span');
    const mark = element('i');
    mark.style.background = color(name);
    mark.style.height = height + 'px';
    if (dashed) { mark.style.background = 'none'; mark.style.borderTop = '2px dashed ' + color(name); }
    out.append(mark, text);
    return out;
  };
  $('chartLegend').replaceChildren(item('down', 'down'), item('up', 'up', 2), item('progress', 'verified', 2, true), flag);
  $('laneLegend').replaceChildren(element('b', 'Peers'), item('lets', 'it lets us ask (line above: we want to)', 5), item('choked', 'choked, though wanted', 5),
    item('slice', 'asked for, by piece'), item('welet', 'we let it ask (line below: it wants to)', 5), flag.cloneNode(true));
}

function status() {
  const s = page.summary;
  if (!s.complete) notice(`Reading the journal: ${grouped(s.entries)} entries so far …`);
  else if (s.damage) notice(s.damage + "; 'oxbow replay doctor' says what follows from it");
  else if (s.saved) notice(`A saved page: the state at ${saved.moments.length} moments, ` + (s.allFrom > s.first ? `all entries from @${s.allFrom} on, and before that those of note.` : 'and all entries.'));
  else notice('');
  const running = !s.stopped && !s.saved && s.complete;
  $('summary').textContent = `${grouped(s.entries)} entries · ${span(s.lengthUs)} · ${s.sessions.length} session${s.sessions.length === 1 ? '' : 's'}`
    + (running && page.grewAt && Date.now() - page.grewAt < 5000 ? ' · live' : '');
}

/** Follows the journal: at once while it is still being read, each second later. */
async function poll() {
  let pause = 1000;
  try {
    const before = page.summary;
    page.summary = await ask('summary');
    const grew = !before || page.summary.lastSeq > before.lastSeq;
    if (before && before.complete && grew) page.grewAt = Date.now();
    if (!page.summary.complete) pause = 0;
    if (grew) await show(before);
    status();
  } catch (e) {
    notice('The server does not answer: ' + e.message);
  }
  if (!saved) setTimeout(poll, pause);
}

async function show(before) {
  const s = page.summary;
  if (page.whole) { page.from = 0; page.to = Math.max(1, s.lengthUs); }
  await loadView();
  if (s.complete && (!before || !before.complete)) {
    const asked = /^#@(\d+)$/.exec(location.hash);
    if (asked) await goSeq(Number(asked[1])); else { page.following = !s.stopped; await goNow({seq: s.lastSeq}); }
  } else if (page.following) {
    await goNow({seq: s.lastSeq});
  }
}

function redraw() {
  legends();
  if (page.summary) { drawView(); if (page.at) { drawMap(); drawCursor(); } }
}

$('slider').oninput = () => { page.sliding = true; goUs(page.from + $('slider').value / 1000 * (page.to - page.from)); };
$('slider').onchange = () => { page.sliding = false; };
$('chart').onclick = event => goUs(usAt(event, $('chart')));
$('chart').onmousemove = event => {
  if (event.buttons & 1) goUs(usAt(event, $('chart')));
  const us = usAt(event, $('chart'));
  const near = page.summary && page.summary.flags.find(f => Math.abs(f.us - us) < (page.to - page.from) / 200);
  $('chart').title = page.summary ? clock(us) + (near ? '\n@' + near.seq + ' ' + near.text : '') : '';
};
$('chart').addEventListener('wheel', event => { event.preventDefault(); zoom(event.deltaY < 0 ? 0.8 : 1.25, usAt(event, $('chart'))); }, {passive: false});
$('map').onclick = event => choosePiece(pieceAt(event));
$('map').onmousemove = event => pieceText(pieceAt(event));
$('map').onmouseleave = () => pieceText();
$('torrent').onchange = () => { page.torrent = $('torrent').value; page.piece = -1; drawMap(); drawState(); };
$('back').onclick = event => event.shiftKey ? goUs(page.at.us - SECOND) : step(true);
$('forth').onclick = event => event.shiftKey ? goUs(page.at.us + SECOND) : step(false);
$('end').onclick = toEnd;
$('copy').onclick = copyMoment;
$('keys').onclick = () => $('help').showModal();
let typed = 0;
$('filter').oninput = () => { clearTimeout(typed); typed = setTimeout(() => { page.filter = $('filter').value; loadRows(); }, 200); };
document.addEventListener('keydown', keys);
window.addEventListener('resize', redraw);
window.addEventListener('hashchange', () => { const asked = /^#@(\d+)$/.exec(location.hash); if (asked && page.at && Number(asked[1]) !== page.at.seq) goSeq(Number(asked[1])); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
legends();
poll();
