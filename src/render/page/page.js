// The live page of a run: a list of its events, and everything about one of them.
//
// What the server says comes in as one stream (`connect`) and changes one object (`state`); what is on the screen is drawn
// from that object and nothing else (`refresh`). Foreign text becomes text nodes only (`make`), never markup.

// ---------------------------------------------------------------- words

const WORDS = {
  en: {
    time: 'time', verdict: 'verdict', ticket: 'ticket', change: 'change', took: 'took', times: '×', event: 'event',
    events: 'events', filterText: 'filter: ticket, event id, type, or a text in the body', filterStatus: 'status after',
    filterVerdict: 'verdict', anyStatus: 'any status', anyVerdict: 'any verdict', reset: 'Clear', hold: 'Hold',
    held: 'Held: release', drop: 'Drop connections', stall: 'Stall connections', dropNext: 'Drop the next', stallNext: 'Stall the next', helpButton: 'Help', unseen: n => `${n} new ↓`, choose: 'Choose an event: j, k or a click.',
    noneYet: 'No event yet. They appear here as they come.', noneFits: 'No event fits the filter.',
    count: (n, all) => (n === all ? '' : `${n} of `) + (all === 1 ? '1 event' : `${all} events`), bad: n => `${n} refused or failed`,
    dropped: n => `${n} older ones dropped`, connections: n => n === 1 ? '1 connection' : `${n} connections`,
    limits: 'The newest 10,000 events are kept, at most 64 MB of them; older ones are dropped, and counted above.',
    newRun: 'A new run began. What the one before had shown is gone.', cleared: 'The list was cleared.',
    lost: 'The run has ended, or cannot be reached.',
    locked: 'The run was started anew: open the address that it printed.',
    accepted: 'accepted', duplicate: 'duplicate', 'url-check': 'URL check', refused: 'refused',
    'on-purpose': 'on purpose', retrying: 'retrying', failed: 'failed',
    replay: 'Replay', edit: 'Edit and replay', curl: 'Copy as curl', back: 'Back', close: 'Close', cancel: 'Cancel',
    send: 'Send', sending: 'Sending…', copied: 'Copied.', copyYourself: 'Copy this command', address: 'Address',
    eventId: 'event id', type: 'type', happened: 'happened', changed: 'What changed', field: 'field', before: 'before',
    after: 'after', trust: 'Signature and token', body: 'Event', timeline: 'Timeline of the ticket', raw: 'Body as sent',
    requests: n => n === 1 ? '1 delivery' : `${n} deliveries`, headers: 'Headers', answer: 'Answer',
    signature: 'signature', token: 'token', received: 'received', sent: 'sent', 'on-demand': 'sent from here',
    duplicateOf: t => `the same event_id was acknowledged at ${t}`, forwarded: 'The app behind answered',
    retryIn: s => `tried again after ${s}`, gap: 'an event is missing', gone: 'This event was dropped from the list.',
    notJson: 'This is no JSON; it is sent as it stands.', cut: n => `… ${n} more lines`, noTarget: 'http://127.0.0.1:8000/webhook/event',
    aside: 'It stands in this list, and not in the report or the ledger of the run.', toCome: all => `to come: ${all.join(', ')}`,
    did: n => `Done to ${n === 1 ? '1 connection' : `${n} connections`}.`,
    error: 'error', warning: 'warning', note: 'note',
    hidden: '[redacted] stands for what is secret', result: (code, ms) => `${code} in ${ms}`, bot: 'bot', human: 'human', unknown: 'unknown',
    keys: 'Keys', keyMove: 'next, previous event', keyOpen: 'go to the event', keyBack: 'back to the list, close',
    keyEnd: 'follow the newest', keyFilter: 'filter', keyReplay: 'replay, signed anew', keyEdit: 'edit and replay',
    keyCopy: 'copy as curl', keyHelp: 'this list',
    signatures: {
      verified: 'right: it is SHA-256 of timestamp, nonce, encrypt key and body',
      'verified-by-old-key': 'right, with the old encrypt key',
      unchecked: 'not checked: no encrypt key was given, or it came plain', wrong: 'wrong', missing: 'missing',
      'not-checked': 'it did not come to that', made: 'made with the encrypt key', none: 'none: no encrypt key was given',
    },
    tokens: {
      verified: 'right', unchecked: 'not checked: no verification token was given', wrong: 'wrong', missing: 'missing',
      'not-checked': 'it did not come to that', none: 'as it stands in the event below',
    },
  },
  zh: {
    time: '时间', verdict: '结果', ticket: '工单', change: '变化', took: '耗时', times: '×', event: '事件', events: '事件列表',
    filterText: '筛选：工单、事件 ID、类型或正文中的文字', filterStatus: '变化后的状态', filterVerdict: '结果',
    anyStatus: '所有状态', anyVerdict: '所有结果', reset: '清空', hold: '暂停', held: '已暂停：继续', drop: '断开连接', stall: '使连接停滞', dropNext: '断开下一次投递', stallNext: '使下一次投递停滞',
    helpButton: '帮助',
    unseen: n => `${n} 个新事件 ↓`, choose: '选择一个事件：按 j、k 或点击。', noneYet: '还没有事件，到达后会显示在这里。',
    noneFits: '没有符合筛选的事件。', count: (n, all) => n === all ? `${n} 个事件` : `${n} / ${all} 个事件`,
    bad: n => `${n} 个被拒绝或失败`, dropped: n => `已丢弃较早的 ${n} 个`, connections: n => `${n} 个连接`,
    limits: '保留最新的 10,000 个事件，最多 64 MB；更早的会被丢弃，数目显示在上方。',
    newRun: '新的运行已开始，之前显示的内容已不在。', cleared: '列表已清空。', lost: '运行已结束，或无法连接。',
    locked: '运行已重新启动：请打开它打印的地址。',
    accepted: '已接受', duplicate: '重复', 'url-check': 'URL 校验', refused: '已拒绝', 'on-purpose': '有意为之',
    retrying: '重试中', failed: '失败',
    replay: '重发', edit: '编辑并重发', curl: '复制为 curl', back: '返回', close: '关闭', cancel: '取消', send: '发送',
    sending: '发送中…', copied: '已复制。', copyYourself: '复制此命令', address: '地址', eventId: '事件 ID', type: '类型',
    happened: '发生于', changed: '变化', field: '字段', before: '之前', after: '之后', trust: '签名与令牌', body: '事件',
    timeline: '工单时间线', raw: '发送的正文', requests: n => `${n} 次投递`, headers: '请求头', answer: '应答',
    signature: '签名', token: '令牌', received: '收到', sent: '已发送', 'on-demand': '由此页发送',
    duplicateOf: t => `相同的 event_id 已于 ${t} 确认`, forwarded: '后端应答', retryIn: s => `${s} 后重试`,
    gap: '缺少事件', gone: '此事件已从列表中丢弃。', notJson: '这不是 JSON，将按原样发送。', cut: n => `… 另有 ${n} 行`,
    aside: '只列在此页，不计入本次运行的报告和记录。', toCome: all => `待执行：${all.map(it => ({ drop: '断开', stall: '停滞' })[it]).join('、')}`,
    did: n => `已对 ${n} 个连接执行。`, error: '错误', warning: '警告', note: '提示',
    noTarget: 'http://127.0.0.1:8000/webhook/event', hidden: '[redacted] 代表保密内容',
    result: (code, ms) => `${code}，${ms}`, bot: '机器人', human: '人工', unknown: '未知',
    keys: '快捷键', keyMove: '下一个、上一个事件', keyOpen: '转到事件', keyBack: '返回列表、关闭', keyEnd: '跟随最新',
    keyFilter: '筛选', keyReplay: '重新签名并重发', keyEdit: '编辑并重发', keyCopy: '复制为 curl', keyHelp: '此列表',
    signatures: {
      verified: '正确：为时间戳、nonce、Encrypt Key 与正文的 SHA-256', 'verified-by-old-key': '正确：以旧 Encrypt Key', unchecked: '未检查：未给出 Encrypt Key，或为明文',
      wrong: '错误', missing: '缺失', 'not-checked': '未进行到此步', made: '已用 Encrypt Key 生成',
      none: '无：未给出 Encrypt Key',
    },
    tokens: {
      verified: '正确', unchecked: '未检查：未给出 Verification Token', wrong: '错误', missing: '缺失',
      'not-checked': '未进行到此步', none: '如下方事件中所示',
    },
  },
};

const VERDICTS = ['accepted', 'duplicate', 'url-check', 'refused', 'on-purpose', 'retrying', 'failed'];
const TONE = { accepted: 'ok', 'url-check': 'ok', refused: 'bad', failed: 'bad', 'on-purpose': 'warn', retrying: 'warn',
  duplicate: 'dim', verified: 'ok', 'verified-by-old-key': 'warn', made: 'ok', wrong: 'bad', missing: 'bad', unchecked: 'warn', error: 'bad',
  warning: 'warn', note: 'dim' };
const MARK = { ok: '✓', bad: '✗', warn: '!', dim: '=' };

// ---------------------------------------------------------------- state

/** Everything that is known. Rows are as the server sends them. */
const state = {
  run: null,            // what the server says of the run
  rows: new Map(),      // every row by its id
  shown: [],            // the rows that fit the filter, by id
  places: new Map(),    // where each of them stands in `shown`
  dropped: 0,
  chosen: null,         // the id of the event on the right
  detail: null,         // everything about it
  follows: true,        // whether the list stays at its newest event
  unseen: 0,
  found: null,          // ids of the events in whose body the filter's text stands
  to: '',               // the address that was typed last
};
let words = WORDS.en;

// ---------------------------------------------------------------- small tools

const $ = id => document.getElementById(id);

/** A text of which nothing is hidden or turned round: signs stand for what would do that, as on a terminal. */
const visible = text => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
  c => c < ' ' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : '\ufffd');

/** A new element. Texts among `children` become text nodes; what is false or missing is left out. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(it => it || it === 0).map(it => typeof it === 'string' ? visible(it) : it));
  return element;
}

const button = (text, key, act) =>
  make('button', { type: 'button', onclick: act }, text, key && make('kbd', { ariaHidden: 'true' }, key));

/** Times come as `{ ms, rfc3339 }`. */
const clock = time => new Date(time.ms).toLocaleTimeString('en-GB');
const moment = ms => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toLocaleString('sv-SE');
};
const span = ms => ms < 1 ? '<1 ms' : ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
const short = id => id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
const label = (field, code) => state.run?.labels[field]?.[code];
const coded = (field, code) => state.run?.labels[field] ? `${code} ${label(field, code) ?? words.unknown}` : String(code);

/** Calls `act` once, a while after the last call. */
function later(ms, act) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, ms); };
}

async function read(path) {
  const response = await fetch(`/api/${path}`);
  return response.ok ? response.json() : null;
}

/** Asks for something to be done; what came of it, or `{ error }`. */
async function act(path, body = {}) {
  try {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return await response.json();
  } catch (error) {
    return { error: `${words.lost} (${error.message})` };
  }
}

function notice(text) {
  $('notice').textContent = text;
  $('notice').hidden = !text;
}

/** A notice that goes away by itself. */
function mention(text) {
  notice(text);
  setTimeout(() => { if ($('notice').textContent === text) notice(''); }, 2000);
}

// ---------------------------------------------------------------- the stream

/** Listens to the server. The browser itself comes back after a break and says what it had last. */
function connect() {
  const source = new EventSource('/api/stream');
  source.addEventListener('run', ({ data }) => begin(JSON.parse(data)));
  source.addEventListener('rows', ({ data }) => take(JSON.parse(data)));
  source.onopen = () => { if ([words.lost, words.locked].includes($('notice').textContent)) notice(''); };
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return notice(words.lost);
    // It does not let us in any more: that is another run, with another address. It may be opened in another tab.
    notice(words.locked);
    setTimeout(connect, 3000);
  };
}

/** A run begins, or begins anew. */
function begin(run) {
  const before = state.run;
  Object.assign(state, { run, rows: new Map(), dropped: 0, chosen: null, detail: null, follows: true, unseen: 0, found: null });
  if (before) notice(before.run === run.run ? words.cleared : words.newRun);
  speak(run.lang);
  document.title = `helpdesk-evt ${run.command}`;
  $('command').textContent = run.command;
  document.body.dataset.view = 'list';
  drawDetail();
  refresh();
}

/** Events came, or changed. */
function take({ events, first, dropped, held, connections, to_come }) {
  Object.assign(state, { dropped });
  Object.assign(state.run, { held, connections, to_come });
  for (const row of events) {
    if (!state.rows.has(row.id) && !state.follows) state.unseen += 1;
    state.rows.set(row.id, row);
  }
  for (const id of state.rows.keys()) {
    if (id < first) state.rows.delete(id);
  }
  if (events.some(it => it.id === state.chosen)) loadDetail();
  if ($('filter-text').value) search();
  refreshSoon();
}

let isDue = false;
function refreshSoon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => { isDue = false; refresh(); });
}

/** Draws all but the event on the right. */
function refresh() {
  const anchor = anchorOf();
  const fits = filter();
  // Numbers are given when a row is told of, which is later for a request that an app behind is slow to answer.
  state.shown = [...state.rows.values()].filter(fits).sort((a, b) => a.at.ms - b.at.ms || a.id - b.id);
  state.places = new Map(state.shown.map((row, place) => [row.id, place]));
  drawState();
  drawList(anchor);
  if (state.detail) drawTimeline();
}

function drawState() {
  const { run, rows, shown, dropped } = state;
  const bad = [...rows.values()].filter(it => TONE[it.verdict] === 'bad').length;
  $('state').textContent = [
    words.count(shown.length, rows.size), bad && words.bad(bad), dropped && words.dropped(dropped),
    run?.connections !== undefined && words.connections(run.connections),
    run?.to_come?.length && words.toCome(run.to_come), run?.target && `→ ${run.target}`,
  ].filter(Boolean).join(' · ');
  $('hold').hidden = !run?.delivers;
  for (const what of ['drop', 'stall']) {
    $(what).hidden = !run?.delivers;
    $(what).textContent = words[run?.is_gateway ? what : `${what}Next`];
  }
  $('hold').textContent = run?.held ? words.held : words.hold;
  $('hold').setAttribute('aria-pressed', String(Boolean(run?.held)));
  $('empty').textContent = shown.length ? '' : rows.size ? words.noneFits : words.noneYet;
  $('unseen').textContent = words.unseen(state.unseen);
  $('unseen').hidden = state.follows || !state.unseen;
}

// ---------------------------------------------------------------- filter

/** What tells whether a row fits the filter. */
function filter() {
  const text = $('filter-text').value.trim().toLowerCase();
  const [status, verdict] = [$('filter-status').value, $('filter-verdict').value];
  return row => {
    if (status && row.transition?.status?.to.code !== Number(status)) return false;
    if (verdict && row.verdict !== verdict) return false;
    if (!text || state.found?.has(row.id)) return true;
    const own = [row.ticket_id, row.event_id, row.event_type, row.words, words[row.verdict], row.status];
    return own.some(it => it !== undefined && String(it).toLowerCase().includes(text));
  };
}

/** Has the server look for the filter's text in the bodies. */
const search = later(150, async () => {
  const text = $('filter-text').value.trim();
  const answer = text ? await act('search', { text }) : {};
  if (text !== $('filter-text').value.trim()) return;
  state.found = answer.ids ? new Set(answer.ids) : null;
  refreshSoon();
});

function offer(select, any, options) {
  const kept = select.value;
  select.replaceChildren(make('option', { value: '' }, any), ...options.map(([value, text]) => make('option', { value }, text)));
  select.value = kept;
}

// ---------------------------------------------------------------- the list

/** The rows on the screen, by the id of their event: only those exist. */
const drawn = new Map();

function rowHeight() {
  return parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
}

/** The first row on the screen, and how far it is from the top: where it is to stay when others come and go. */
function anchorOf() {
  if (state.follows) return null;
  const height = rowHeight();
  const place = Math.floor($('list').scrollTop / height);
  return state.shown[place] && { id: state.shown[place].id, offset: $('list').scrollTop - place * height };
}

function drawList(anchor) {
  const [list, height] = [$('list'), rowHeight()];
  $('rows').style.height = `${state.shown.length * height}px`;
  if (state.follows) list.scrollTop = list.scrollHeight;
  else if (anchor && state.places.has(anchor.id)) list.scrollTop = state.places.get(anchor.id) * height + anchor.offset;
  drawRows();
}

/** Draws the rows that can be seen, and a few around them. */
function drawRows() {
  const [list, height] = [$('list'), rowHeight()];
  const from = Math.max(0, Math.floor(list.scrollTop / height) - 6);
  const to = Math.min(state.shown.length, Math.ceil((list.scrollTop + list.clientHeight) / height) + 6);
  const wanted = state.shown.slice(from, to);
  const ids = new Set(wanted.map(it => it.id));
  for (const [id, element] of drawn) {
    if (!ids.has(id)) { element.remove(); drawn.delete(id); }
  }
  wanted.forEach((row, index) => {
    let element = drawn.get(row.id);
    if (element?.row !== row) {
      const fresh = rowElement(row);
      if (element) element.replaceWith(fresh); else $('rows').append(fresh);
      drawn.set(row.id, element = fresh);
    }
    element.style.transform = `translateY(${(from + index) * height}px)`;
    element.setAttribute('aria-posinset', from + index + 1);
    element.setAttribute('aria-setsize', state.shown.length);
    element.setAttribute('aria-selected', row.id === state.chosen);
  });
  const active = drawn.get(state.chosen);
  if (active) list.setAttribute('aria-activedescendant', active.id);
  else list.removeAttribute('aria-activedescendant');
}

function rowElement(row) {
  const tone = TONE[row.verdict];
  const faults = row.errors ? ` ✗${row.errors}` : row.warnings ? ` !${row.warnings}` : '';
  const element = make('div', { className: 'row', id: `row-${row.id}`, role: 'option', onclick: () => choose(row.id, true) },
    make('span', { className: 'time' }, clock(row.at)),
    make('span', { className: `verdict ${tone}` }, `${MARK[tone]} ${words[row.verdict]}`),
    make('span', { className: 'ticket mono', title: row.ticket_id ?? '' }, short(row.ticket_id ?? '–')),
    make('span', { className: 'words' }, make('span', {}, title(row)),
      faults && make('span', { className: row.errors ? 'bad' : 'warn' }, faults)),
    make('span', { className: 'took' }, span(row.took_ms)),
    make('span', { className: 'attempts' }, row.attempts > 1 ? `×${row.attempts}` : ''));
  element.row = row;
  return element;
}

/** An event in a few words. */
function title(row) {
  return row.words ?? row.event_type ?? (row.status ? `${words[row.verdict]} (${row.status})` : words[row.verdict]);
}

/** Puts an event on the right; `opens` also brings it to the front where only one column fits. */
function choose(id, opens) {
  state.chosen = id;
  state.follows = false;
  const [list, height, place] = [$('list'), rowHeight(), state.places.get(id)];
  if (place !== undefined) {
    const top = place * height;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
  }
  if (opens) openDetail();
  drawRows();
  loadDetail();
}

/** Brings the event on the right to the front. */
function openDetail() {
  document.body.dataset.view = 'detail';
  if (state.detail) drawTimeline();
}

function move(by) {
  if (!state.shown.length) return;
  const place = state.places.get(state.chosen) ?? (by > 0 ? -1 : state.shown.length);
  const next = Math.min(state.shown.length - 1, Math.max(0, place + by));
  choose(state.shown[next].id, false);
}

function follow() {
  Object.assign(state, { follows: true, unseen: 0 });
  refresh();
}

function back() {
  document.body.dataset.view = 'list';
  $('list').focus();
  drawRows();
}

/** The user scrolled: at the end the list follows again. */
function scrolled() {
  const list = $('list');
  const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
  if (isAtEnd !== state.follows) {
    state.follows = isAtEnd;
    if (isAtEnd) state.unseen = 0;
    drawState();
  }
  drawRows();
}

// ---------------------------------------------------------------- one event

async function loadDetail() {
  const id = state.chosen;
  const detail = await read(`events/${id}`).catch(() => null);
  if (id !== state.chosen) return;
  const before = state.detail;
  state.detail = detail ?? { id, isGone: true };
  drawDetail(before?.id === id);
}

/** Draws the event on the right; where it is the same as before, it stays where it was scrolled to. */
function drawDetail(isSame) {
  const [pane, event] = [$('detail'), state.detail];
  const [top, open] = [pane.scrollTop, new Set([...pane.querySelectorAll('details[open]')].map(it => it.dataset.number))];
  if (!event) return pane.replaceChildren(make('p', { className: 'hint' }, words.choose));
  if (event.isGone) return pane.replaceChildren(backButton(), make('p', { className: 'hint' }, words.gone));
  const tone = TONE[event.verdict];
  pane.replaceChildren(
    make('div', {},
      backButton(),
      make('h2', {}, title(event), ' ', make('span', { className: tone }, `${MARK[tone]} ${words[event.verdict]}`))),
    make('div', { className: 'tools' },
      event.body !== undefined && button(words.replay, 'r', () => openSend(false)),
      event.body !== undefined && button(words.edit, 'e', () => openSend(true)),
      button(words.curl, 'c', copyCurl)),
    ...[facts(event), changes(event), trust(event), make('div', { id: 'timeline' }), bodyOf(event),
      exchangesOf(event)].filter(Boolean));
  drawTimeline();
  for (const it of pane.querySelectorAll('details')) it.open = isSame ? open.has(it.dataset.number) : false;
  pane.scrollTop = isSame ? top : 0;
}

const backButton = () => make('button', { type: 'button', className: 'back', onclick: back }, `← ${words.back}`);

function section(heading, ...content) {
  return make('section', {}, make('h3', {}, heading), ...content);
}

function facts(event) {
  const list = make('dl', { className: 'facts' });
  const add = (name, value) => value !== undefined && list.append(make('dt', {}, name), make('dd', {}, value));
  add(words.ticket, event.ticket_id && make('button',
    { type: 'button', className: 'plain mono', onclick: () => filterBy(event.ticket_id) }, event.ticket_id));
  add(words.eventId, event.event_id && make('span', { className: 'mono' }, event.event_id));
  add(words.type, event.event_type);
  add(words.happened, event.transition?.at && moment(event.transition.at.ms));
  add(words.time, moment(event.at.ms));
  return list;
}

function filterBy(text) {
  $('filter-text').value = text;
  document.body.dataset.view = 'list';
  search();
  refresh();
}

/** What the ticket was and what it became, each value by its meaning. */
function changes(event) {
  const { object = {}, old_object: old } = parsed(event.body)?.event ?? {};
  if (!old || typeof old !== 'object' || typeof object !== 'object') return null;
  const rows = Object.keys(old).map(field => make('tr', {},
    make('th', { scope: 'row' }, field),
    make('td', {}, meaning(field, old[field])),
    make('td', { className: 'after' }, meaning(field, object?.[field]))));
  const head = [words.field, words.before, words.after].map(it => make('th', { scope: 'col' }, it));
  return rows.length ? section(words.changed, make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows))) : null;
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}

function meaning(field, value) {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'object') return JSON.stringify(value);
  if (/_(at|time)$/.test(field) && Number(value)) return Number(value) > 0 ? moment(Number(value)) : '–';
  return coded(field, value);
}

/** What signature and token of the latest delivery were worth, and why. */
function trust(event) {
  const exchange = event.exchanges.findLast(it => it.way === 'received') ?? event.exchanges.at(-1);
  if (!exchange) return null;
  const line = (name, verdict, sentences) => {
    const tone = TONE[verdict] ?? 'dim';
    return make('p', {}, `${name} `, make('strong', { className: tone }, sentences[verdict] ?? verdict));
  };
  return section(words.trust, make('div', { className: 'trust' },
    line(words.signature, exchange.signature, words.signatures),
    line(words.token, exchange.token, words.tokens),
    exchange.reason && make('p', { className: 'bad' }, exchange.reason),
    exchange.help && make('p', {}, exchange.help)));
}

// ---------------------------------------------------------------- JSON with its findings

/** JSON in lines, texts and numbers as they are written: `{ pointer, indent, parts: [[class, text]] }`. */
function jsonLines(text) {
  JSON.parse(text);
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g);
  const lines = [];
  let at = 0;
  const add = (pointer, indent, ...parts) => lines.push({ pointer, indent, parts });
  const value = (pointer, indent, lead) => {
    const token = tokens[at++];
    if (token !== '{' && token !== '[') {
      const kind = token[0] === '"' ? 'string' : /[-\d]/.test(token[0]) ? 'number' : 'word';
      return add(pointer, indent, ...lead, [kind, token]);
    }
    const end = token === '{' ? '}' : ']';
    if (tokens[at] === end) { at += 1; return add(pointer, indent, ...lead, ['', token + end]); }
    add(pointer, indent, ...lead, ['', token]);
    for (let index = 0; ; index += 1) {
      const member = token === '{' ? tokens[at] : null;
      if (member) at += 2;
      const name = member ? JSON.parse(member).replaceAll('~', '~0').replaceAll('/', '~1') : index;
      value(`${pointer}/${name}`, indent + 1, member ? [['member', member], ['', ': ']] : []);
      if (tokens[at++] === end) break;
      lines.at(-1).parts.push(['', ',']);
    }
    add(null, indent, ['', end]);
  };
  value('', 0, []);
  return lines;
}

function bodyOf(event) {
  if (event.body === undefined) return null;
  const MOST = 3000;
  let lines;
  try { lines = jsonLines(event.body); } catch { /* It is no JSON, or too deep. */ }
  const faults = event.findings.map(findingElement);
  if (!lines) return section(words.body, ...faults, make('pre', { className: 'text', tabIndex: 0 }, event.body));
  const pre = make('pre', { className: 'json', tabIndex: 0 });
  const places = new Map();
  for (const { pointer, indent, parts } of lines.slice(0, MOST)) {
    const line = make('span', {}, '  '.repeat(indent), ...parts.map(([className, text]) => make('span', { className }, text)), '\n');
    if (pointer !== null && !places.has(pointer)) places.set(pointer, line);
    pre.append(line);
  }
  if (lines.length > MOST) pre.append(words.cut(lines.length - MOST));
  event.findings.forEach((finding, index) => {
    let pointer = finding.pointer;
    while (pointer && !places.has(pointer)) pointer = pointer.slice(0, pointer.lastIndexOf('/'));
    const line = places.get(pointer) ?? places.get('');
    line.classList.add('marked');
    line.after(faults[index]);
  });
  return section(words.body, pre);
}

function findingElement({ severity, code, message, pointer, documented, help }) {
  const field = pointer.slice(pointer.lastIndexOf('/') + 1);
  const more = [documented?.map(it => it.name ? coded(field, it.code) : it.code).join(', '), help].filter(Boolean).map(it => `\n${it}`);
  return make('span', { className: `finding ${TONE[severity]}` }, `${words[severity]}[${code}] `, make('span', {}, message, ...more));
}

// ---------------------------------------------------------------- deliveries of one event

function exchangesOf(event) {
  const all = event.exchanges.map((it, index) => {
    const tone = TONE[it.verdict];
    const target = it.way === 'received' ? words.received : `${words[it.way]} → ${it.target}`;
    return make('details', { 'data-number': String(index) },
      make('summary', {},
        make('span', {}, clock(it.at)),
        make('strong', { className: tone }, `${MARK[tone]} ${words[it.verdict]}${it.status ? ` ${it.status}` : ''}`),
        make('span', { className: 'dim' }, span(it.took_ms)),
        make('span', { className: 'target' }, target)),
      make('div', { className: 'inside' },
        it.reason && make('p', { className: tone }, it.reason),
        it.help && make('p', {}, it.help),
        it.said && make('p', { className: 'mono' }, it.said),
        ...(it.warnings ?? []).map(text => make('p', { className: 'warn' }, text)),
        it.retry_after_ms !== undefined ? make('p', {}, words.retryIn(span(it.retry_after_ms))) : null,
        it.duplicate_of ? make('p', {}, words.duplicateOf(clock(it.duplicate_of))) : null,
        it.forwarded && section(words.forwarded, textBlock(it.forwarded)),
        it.headers.length ? section(words.headers, headerTable(it.headers)) : null,
        it.raw && section(words.raw, textBlock(it.raw)),
        it.answer && section(words.answer, textBlock(it.answer))));
  });
  return section(words.requests(event.attempts), ...all);
}

const textBlock = text => make('pre', { className: 'text', tabIndex: 0 }, text);

function headerTable(headers) {
  const rows = headers.map(([name, value]) =>
    make('tr', {}, make('th', { scope: 'row' }, name), make('td', { className: 'mono' }, value)));
  return make('table', {}, make('tbody', {}, ...rows));
}

// ---------------------------------------------------------------- the ticket's timeline

const SVG = 'http://www.w3.org/2000/svg';

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The events of the ticket on the right, each once, in the order they happened. */
function ticketEvents() {
  const ticket = state.detail.ticket_id;
  const fits = row => row.ticket_id === ticket && row.transition?.status && row.transition.at;
  const ends = change => change && [change.from.code, change.to.code];
  const events = [...state.rows.values()].filter(row => ticket && fits(row)).map(row => {
    const { at, stage, status } = row.transition;
    return { ...row, happened: at, stages: ends(stage), statuses: ends(status) };
  });
  return events.sort((a, b) => a.happened.ms - b.happened.ms || a.id - b.id);
}

/** Where events stand from left to right: by their time, no closer than a circle is wide. */
function columns(events, from, to) {
  const [first, last] = [events[0].happened.ms, events.at(-1).happened.ms];
  const even = (to - from) / Math.max(1, events.length - 1);
  const gap = Math.min(18, even);
  let before = -Infinity;
  const xs = events.map(it => {
    const x = last > first ? from + (it.happened.ms - first) / (last - first) * (to - from) : from;
    return before = Math.max(x, before + gap);
  });
  return xs.at(-1) > to + 1 ? events.map((_, index) => from + index * even) : xs;
}

function drawTimeline() {
  const place = $('timeline');
  if (!place) return;
  const events = ticketEvents();
  place.hidden = !events.length;
  if (!events.length) return;
  const codes = [...new Set(events.flatMap(it => it.statuses))].sort((a, b) => a - b);
  const width = Math.max(260, place.clientWidth);
  const [step, left] = [26, width < 420 ? 96 : 118];
  const y = code => 14 + codes.indexOf(code) * step;
  const xs = columns(events, left + 30, width - 14);
  const height = codes.length * step + 26;
  const text = words.timeline;
  const picture = draw('svg', { viewBox: `0 0 ${width} ${height}`, height, role: 'img', 'aria-label': text });
  for (const code of codes) {
    picture.append(
      draw('line', { class: 'lane', x1: left, x2: width, y1: y(code), y2: y(code) }),
      draw('text', { x: 0, y: y(code) + 4 }, label('status', code) ?? coded('status', code)));
  }
  const lane = (row, end) => ({ 1: 'bot', 2: 'human' })[row.stages?.[end]] ?? '';
  picture.append(draw('path', { class: lane(events[0], 0), d: `M${left} ${y(events[0].statuses[0])}H${xs[0]}` }));
  events.forEach((row, index) => {
    const [x, next] = [xs[index], xs[index + 1] ?? Math.min(width, xs[index] + 14)];
    const before = events[index - 1];
    if (before && before.statuses[1] !== row.statuses[0]) {
      const d = `M${x - 5} ${y(before.statuses[1])}V${y(row.statuses[0])}`;
      picture.append(draw('path', { class: 'gap', d }, draw('title', {}, words.gap)));
    }
    picture.append(draw('path', { class: lane(row, 1), d: `M${x} ${y(row.statuses[0])}V${y(row.statuses[1])}H${next}` }));
  });
  events.forEach((row, index) => {
    const look = [row.id === state.chosen ? 'chosen' : '', TONE[row.verdict]].join(' ');
    const dot = draw('circle', { class: look, cx: xs[index], cy: y(row.statuses[1]), r: 5 },
      draw('title', {}, `${moment(row.happened.ms)} ${title(row)}`));
    dot.addEventListener('click', () => choose(row.id, true));
    picture.append(dot);
  });
  const end = { y: height - 4, 'text-anchor': 'end', x: width };
  const [first, last] = [events[0], events.at(-1)].map(it => moment(it.happened.ms));
  picture.append(draw('text', { x: left, y: height - 4 }, first));
  if (first !== last) picture.append(draw('text', end, last.slice(0, 10) === first.slice(0, 10) ? last.slice(11) : last));
  const legend = make('p', { className: 'legend' },
    ...['bot', 'human'].map(it => make('span', {}, make('i', { className: `i-${it}` }), words[it])));
  const list = make('ol', {}, ...events.map(row => make('li', {},
    make('span', { className: 'dim' }, clock(row.happened)),
    make('button', { type: 'button', className: 'plain', ariaCurrent: String(row.id === state.chosen),
      onclick: () => choose(row.id, true) }, title(row)))));
  place.replaceChildren(make('h3', {}, text), picture, legend, list);
}

// ---------------------------------------------------------------- replay, edit, copy

let isEdit = false;

function openSend(edits) {
  const event = state.detail;
  if (event?.body === undefined) return;
  isEdit = edits;
  const target = state.run.target;
  $('send-title').textContent = edits ? words.edit : words.replay;
  $('send-to').value = state.to || (target.startsWith('http') ? target : '');
  $('send-to').placeholder = target || words.noTarget;
  $('send-edit').hidden = !edits;
  $('send-note').textContent = '';
  if (edits) $('send-body').value = pretty(event.body);
  $('send').showModal();
  (edits ? $('send-body') : $('send-to').value || target ? $('send-go') : $('send-to')).focus();
  $('send-body').setSelectionRange(0, 0);
  $('send-body').scrollTop = 0;
}

/** JSON with line ends, numbers as they are written; other text as it is. */
function pretty(text) {
  try {
    return jsonLines(text).map(it => '  '.repeat(it.indent) + it.parts.map(part => part[1]).join('')).join('\n');
  } catch {
    return text;
  }
}

async function send(submit) {
  submit.preventDefault();
  const to = $('send-to').value.trim();
  const text = $('send-body').value;
  const note = isEdit && parsed(text) === null ? `${words.notJson} ` : '';
  $('send-note').className = '';
  $('send-note').textContent = note + words.sending;
  $('send-go').disabled = true;
  const answer = await act('deliver', { of: state.chosen, to, events: isEdit ? [text] : [] });
  $('send-go').disabled = false;
  const delivery = answer.deliveries?.[0];
  $('send-note').className = delivery?.accepted ? 'ok' : 'bad';
  if (!delivery) return $('send-note').textContent = answer.error ?? '';
  state.to = to;
  const how = delivery.status ?? delivery.reason ?? delivery.outcome;
  const said = delivery.said ? `: ${delivery.said}` : '';
  $('send-note').textContent = words.result(how, span(delivery.took_ms)) + said;
  choose(delivery.id, document.body.dataset.view === 'detail');
  if (delivery.accepted) {
    $('send').close();
    notice('');
  }
}

/** The latest delivery as a command. */
function curl() {
  const exchange = state.detail?.exchanges?.at(-1);
  if (!exchange?.raw) return null;
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  const host = exchange.headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const url = exchange.way === 'received' ? `http://${host}${exchange.target}` : exchange.target;
  const kept = exchange.headers.filter(([name]) => !/^(host|content-length|connection)$/i.test(name));
  const parts = [`curl -X POST ${quoted(url)}`, ...kept.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(exchange.raw)}`];
  const command = parts.join(' \\\n  ');
  return command.includes('[redacted]') ? `# ${words.hidden}\n${command}` : command;
}

async function copyCurl() {
  const command = curl();
  if (!command) return;
  try {
    await navigator.clipboard.writeText(command);
    mention(words.copied);
  } catch {
    $('copy-text').value = command;
    $('copy').showModal();
    $('copy-text').select();
  }
}

// ---------------------------------------------------------------- keyboard and start

const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1), End: follow,
  Enter: () => { if (state.chosen) { openDetail(); $('detail').focus(); } },
  Escape: back, r: () => openSend(false), e: () => openSend(true), c: copyCurl,
  '/': () => { document.body.dataset.view = 'list'; $('filter-text').focus(); }, '?': () => $('help').showModal(),
};

function pressed(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (target.matches('input, textarea, select')) {
    if (key === 'Escape' || (key === 'Enter' && target === $('filter-text'))) { event.preventDefault(); back(); }
    return;
  }
  if (key === 'Enter' && target.matches('button, summary, a')) return;
  if (/^(Arrow|End)/.test(key) && target !== $('list') && target !== document.body) return;
  const does = KEYS[key];
  if (does) { event.preventDefault(); does(); }
}

/** Puts the words of a language wherever they stand. */
function speak(lang) {
  words = WORDS[lang] ?? WORDS.en;
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  for (const it of document.querySelectorAll('[data-text]')) it.textContent = words[it.dataset.text];
  for (const it of document.querySelectorAll('[data-label]')) it.setAttribute('aria-label', words[it.dataset.label]);
  $('filter-text').placeholder = words.filterText;
  offer($('filter-status'), words.anyStatus, Object.entries(state.run?.labels.status ?? {}));
  offer($('filter-verdict'), words.anyVerdict, VERDICTS.map(it => [it, words[it]]));
}

function start() {
  speak('en');
  drawDetail();
  $('list').addEventListener('scroll', scrolled, { passive: true });
  $('filter').addEventListener('submit', event => event.preventDefault());
  $('filter').addEventListener('input', () => { search(); refreshSoon(); });
  $('unseen').addEventListener('click', follow);
  for (const what of ['drop', 'stall']) {
    $(what).addEventListener('click', async () => {
      const { connections, error } = await act(what);
      if (error || connections !== undefined) mention(error ?? words.did(connections));
    });
  }
  $('reset').addEventListener('click', () => act('reset'));
  $('hold').addEventListener('click', () => act(state.run.held ? 'release' : 'hold'));
  $('help-open').addEventListener('click', () => $('help').showModal());
  $('send').querySelector('form').addEventListener('submit', send);
  $('send').addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
  });
  for (const it of document.querySelectorAll('dialog .close')) it.addEventListener('click', () => it.closest('dialog').close());
  document.addEventListener('keydown', pressed);
  addEventListener('resize', refreshSoon);
  connect();
}

start();
