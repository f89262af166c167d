// The live page in a browser, one test an argument. It fails by its exit code.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer, request } from 'node:http';
import { KEYS, close, faults, listen, open, openFile, run, said, shown, start } from './program.mjs';

const rows = page => page.locator('#rows .row').count();
const state = page => page.locator('#state').textContent();
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const count = (page, text) => page.waitForFunction(it => document.querySelector('#state').textContent.startsWith(it), text);
const title = (page, text) => page.locator('#detail h2', { hasText: text }).waitFor();
/** Moves to the row with this text by keyboard. */
const moveTo = async (page, text) => {
  const place = async row => Number(await row.count() && await row.getAttribute('aria-posinset'));
  const [from, to] = [await place(page.locator('.row[aria-selected="true"]')), await place(page.locator('.row', { hasText: text }))];
  await press(page, ...Array(Math.abs(to - from)).fill(to > from ? 'j' : 'k'));
};
const replay = (url, ...args) => run('replay', ...args, '--url', url, ...KEYS);

const tests = {
  async appears() {
    const { url, address } = await listen();
    const page = await open(address);
    assert.equal(new URL(page.url()).search, '', 'the token is gone from the address');
    const second = await open(new URL(address).origin, { context: page.context() });
    await page.evaluate(() => {
      const seen = new MutationObserver(() => { globalThis.seen ??= Date.now(); });
      seen.observe(document.querySelector('#rows'), { childList: true });
    });
    await replay(url, '--sample', 'handed-over');
    for (const tab of [page, second]) {
      await tab.locator('.row .words', { hasText: 'created → queueing, handed over' }).waitFor();
      await tab.locator('.row .verdict', { hasText: 'accepted' }).waitFor();
    }
    const at = await page.evaluate(async () => (await (await fetch('/api/events')).json()).events[0].at.ms);
    console.log(`on the page ${await page.evaluate(() => globalThis.seen) - at} ms after it came`);
    assert.deepEqual(said(), []);
  },

  async keyboard() {
    const receiver = start('listen', '--port', '0', '--format', 'ndjson', ...KEYS);
    const behind = await receiver.line('listening on ');
    const { url, address } = await listen('--forward', behind);
    const page = await open(address);
    await replay(url, 'samples/stories');
    await replay(url, '--sample', 'bot-closes');
    await count(page, '16 events');
    const newest = await page.locator('.row[aria-posinset="16"] .words').textContent();
    await press(page, 'k', 'k', 'j');
    await title(page, newest);
    await press(page, '/');
    await page.keyboard.type('361');
    await count(page, '7 of 16 events');
    await press(page, 'Enter');
    await moveTo(page, 'queueing → processing');
    await press(page, 'Enter');
    await title(page, 'queueing → processing');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'detail');
    assert.equal(await page.locator('#timeline circle').count(), 7);

    await press(page, 'r');
    assert.equal(await page.locator('#send-to').inputValue(), behind);
    await press(page, 'Enter');
    await page.locator('#send').waitFor({ state: 'hidden' });
    await page.locator('summary', { hasText: 'sent from here' }).waitFor();

    await press(page, 'e');
    const text = await page.locator('#send-body').inputValue();
    assert.match(text, /"token": "\[redacted\]"/);
    await page.locator('#send-body').fill(text.replace('"status": 2', '"status": 52').replace('361002', '361902'));
    await press(page, 'Control+Enter');
    await page.locator('#send').waitFor({ state: 'hidden' });
    const edited = await receiver.record(({ data }) => data.event_id?.endsWith('361902'));
    assert.equal(edited.data.transition.status.to.code ?? edited.data.transition.status.to, 52);
    assert.deepEqual([edited.data.signature, edited.data.token], ['verified', 'verified']);
    await title(page, 'queueing → closed by guest');

    await press(page, '?');
    await page.locator('#help').waitFor();
    await press(page, 'Escape', 'Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'list');

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press(page, 'c');
    await page.locator('#notice', { hasText: 'Copied.' }).waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(command, new RegExp(`^curl -X POST '${behind}'`));
    execFileSync('sh', ['-c', command], { stdio: 'ignore' });
    const again = await receiver.record(({ data }) => data.event_id?.endsWith('361902') && data.duplicate_of);
    assert.equal(again.data.signature, 'verified');
    assert.deepEqual(said(), []);
  },

  async order() {
    let [came, release] = [0];
    const held = new Promise(done => { release = done; });
    const behind = createServer(async (incoming, answer) => {
      incoming.resume();
      if (came++ === 0) await held;
      answer.end('{}');
    });
    await new Promise(done => behind.listen(0, '127.0.0.1', done));
    const { url, address } = await listen('--forward', `http://127.0.0.1:${behind.address().port}/`);
    const page = await open(address);
    const words = place => page.locator(`.row[aria-posinset="${place}"] .words`).textContent();
    await replay(url, '--sample', 'bot-closes');
    await replay(url, '--sample', 'handed-over');
    await count(page, '1 event');
    await press(page, 'k');
    await title(page, 'handed over');
    // The request that came first is told of last, and stands first; the one that was chosen stays so.
    release();
    await count(page, '2 events');
    assert.match(await words(1), /closed by bot/);
    assert.match(await words(2), /handed over/);
    assert.equal(await page.locator('.row[aria-selected="true"]').getAttribute('aria-posinset'), '2');
    behind.close();
    behind.closeAllConnections();
    assert.deepEqual(said(), []);
  },

  async gateway() {
    const program = start('gateway', '--sample', 'all', '--port', '0', '--ui=0', '--lang', 'zh');
    const page = await open(await program.line('页面 '));
    assert.match(await state(page), /0 个连接/);
    await page.locator('#drop', { hasText: '断开连接' }).click();
    await page.locator('#notice', { hasText: '已对 0 个连接执行' }).waitFor();
    await page.locator('#stall', { hasText: '使连接停滞' }).waitFor();
    assert.deepEqual(said(), []);
  },

  async steering() {
    const receiver = start('listen', '--port', '0', '--format', 'ndjson');
    const url = await receiver.line('listening on ');
    const program = start('replay', '--sample', 'bot-closes', '--url', url, '--ui=0');
    const page = await open(await program.line('page on '));
    await count(page, '1 event');
    await page.locator('#drop', { hasText: 'Drop the next' }).click();
    await page.locator('#state', { hasText: 'to come: drop' }).waitFor();
    await press(page, 'k');
    await title(page, 'created → closed by bot');
    await press(page, 'r');
    assert.equal(await page.locator('#send-to').inputValue(), url);
    await press(page, 'Enter');
    await page.locator('#send-note.bad').waitFor();
    await page.locator('#state', { hasNotText: 'to come' }).waitFor();
    assert.deepEqual(said(), []);
  },

  async restart() {
    const first = await listen();
    const page = await open(first.address);
    await replay(first.url, '--sample', 'bot-closes');
    await count(page, '1 event');
    await first.program.stop();
    await page.locator('#notice', { hasText: 'has ended' }).waitFor();
    const port = new URL(first.address).port;
    const again = start('listen', '--port', '0', `--ui=${port}`, ...KEYS);
    const address = await again.line('page on ');
    await page.locator('#notice', { hasText: 'started anew' }).waitFor();
    await open(address, { context: page.context() });
    await page.locator('#notice', { hasText: 'A new run began' }).waitFor();
    await count(page, '0 events');
  },

  async many() {
    const { url, address } = await listen();
    const log = start('generate', '--tickets', '2500', '--events', '10050', '--seed', '7', '--output', process.env.INTEROP_LOG);
    await log.ended;
    const page = await open(address);
    await replay(url, process.env.INTEROP_LOG, '--jobs', '16', '--quiet', '--force');
    await page.waitForFunction(() => document.querySelector('#state').textContent.includes('dropped'));
    await count(page, '10000 events');
    assert.ok(await rows(page) < 100, 'only the rows that can be seen exist');
    const frames = await page.evaluate(() => new Promise(resolve => {
      const list = document.querySelector('#list');
      const times = [];
      let [last, step] = [performance.now(), 0];
      const frame = now => {
        times.push(now - last);
        last = now;
        list.scrollTop = (step % 200) * list.scrollHeight / 200;
        if (++step < 400) requestAnimationFrame(frame); else resolve(times.sort((a, b) => a - b));
      };
      requestAnimationFrame(frame);
    }));
    const at = share => frames[Math.floor(share * (frames.length - 1))].toFixed(1);
    console.log(`frames while it scrolls: median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`);
    await page.locator('#list').focus();
    await press(page, 'End');
    await page.locator('.row[aria-posinset="10000"]').waitFor();
    assert.deepEqual(said(), []);
  },

  async hostile() {
    const nasty = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>\u202e\u0000';
    const { url, address } = await listen();
    const page = await open(address);
    const event = {
      schema: '2.0',
      header: { event_id: nasty, token: 'synthetic-token', create_time: '1700000000000', event_type: nasty, app_id: nasty },
      event: {
        object: { ticket_id: nasty, stage: 1, status: 2, [nasty]: nasty, updated_at: nasty },
        old_object: { status: 1, [nasty]: nasty },
      },
    };
    await fetch(`${url}?${encodeURIComponent(nasty)}`, { method: 'POST', body: nasty, headers: { 'x-note': '<b>bold</b>' } });
    await page.locator('.row .verdict', { hasText: 'refused' }).waitFor();
    await page.locator('#list').focus();
    await press(page, 'j', 'Enter');
    await page.locator('summary').first().click();
    await page.locator('td', { hasText: '<b>bold</b>' }).waitFor();
    const sent = await page.evaluate(async ([event, to]) => {
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify({ events: [event], to });
      return (await fetch('/api/deliver', { method: 'POST', headers, body })).json();
    }, [event, url]);
    assert.ok(sent.deliveries[0].accepted, JSON.stringify(sent));
    await page.locator('.row .verdict', { hasText: 'accepted' }).first().waitFor();
    await press(page, 'Escape', 'j', 'Enter');
    await page.locator('.json', { hasText: '<script>' }).waitFor();
    await page.locator('summary').first().click();
    await press(page, 'e');
    await page.locator('#send-body').waitFor();
    await press(page, 'Escape', '/');
    await page.keyboard.type('<img');
    const found = () => page.evaluate(() => [globalThis.hacked, document.querySelectorAll('img, script:not([src]), b').length]);
    assert.deepEqual(await found(), [undefined, 0]);
    assert.deepEqual(said(), []);
  },

  async access() {
    const { address } = await listen();
    const { origin, port } = new URL(address);
    const ask = (path, headers = {}, method = 'GET') => new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, answer => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode, headers: answer.headers }));
      });
      sent.on('error', reject).end(method === 'POST' ? '{}' : '');
    });
    assert.equal((await ask('/')).status, 403, 'without a cookie');
    assert.equal((await ask('/api/events')).status, 403);
    const { search } = new URL(address);
    assert.equal((await ask(`/${search}`, { host: `evil.example:${port}` })).status, 403, 'by a foreign name');
    assert.equal((await ask(`/${search}`, { origin: 'http://evil.example' })).status, 403, 'of another page');
    const entered = await ask(`/${search}`);
    assert.equal(entered.status, 303);
    assert.match(entered.headers['set-cookie'][0], /HttpOnly; SameSite=Strict$/);
    const cookie = entered.headers['set-cookie'][0].split(';')[0];
    assert.equal((await ask(`/${search}`)).status, 403, 'the token is good once');
    const inside = await ask('/', { cookie });
    assert.match(inside.headers['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.equal((await ask('/', { cookie, host: `evil.example:${port}` })).status, 403);
    assert.equal((await ask('/api/reset', { cookie }, 'POST')).status, 415, 'a POST that is no JSON');
    const json = { 'content-type': 'application/json' };
    assert.equal((await ask('/api/reset', json, 'POST')).status, 403, 'a POST without a cookie');
    assert.equal((await ask('/api/reset', { cookie, origin, ...json }, 'POST')).status, 200);
  },

  async looks() {
    for (const lang of ['en', 'zh']) {
      const { url, program, address } = await listen('--lang', lang);
      const first = await open(address);
      await replay(url, '--sample', 'all');
      await run('replay', '--sample', 'bot-closes', '--set', 'status=99', '--fresh', '--force', '--url', url, ...KEYS);
      await fetch(url, { method: 'POST', body: 'hello' });
      await first.waitForFunction(() => document.querySelectorAll('#rows .bad').length);
      const { origin } = new URL(address);
      for (const colorScheme of ['light', 'dark']) {
        for (const width of [1280, 400]) {
          const page = await open(origin, { context: first.context() });
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          await page.locator('#rows .row').first().waitFor();
          const name = view => `${process.env.INTEROP_SHOTS}/${view}-${lang}-${colorScheme}-${width}.png`;
          const look = async view => {
            await page.screenshot({ path: name(view) });
            assert.deepEqual(await faults(page), [], name(view));
          };
          await look('list');
          await press(page, 'k', 'k', 'Enter');
          await page.locator('.finding').first().waitFor();
          const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!isWide, `${name('event')}: nothing is wider than the screen`);
          await look('event');
          await page.evaluate(() => document.querySelectorAll('details').forEach(it => { it.open = true; }));
          await page.locator('details').first().scrollIntoViewIfNeeded();
          await look('deliveries');
          await press(page, 'e');
          await look('edit');
          await press(page, 'Escape', '?');
          await look('help');
          await page.close();
        }
      }
      assert.deepEqual(said(), []);
      await first.context().close();
      await program.stop();
    }
  },

  async reports() {
    const shots = process.env.INTEROP_SHOTS;
    const log = `${shots}/reports.ndjson`;
    await run('generate', '--tickets', '40', '--types', 'all', '--mixed', '--seed', '5', '--output', log, '--quiet');
    const receiver = start('listen', '--port', '0', '--fail-first', '20', '--drop', '5%', ...KEYS);
    const url = await receiver.line('listening on ');
    for (const lang of ['en', 'zh']) {
      const made = async (name, ...args) => {
        const path = `${shots}/${name}-${lang}.html`;
        const code = await start(...args, '--lang', lang, '--format', 'html', '--output', path).ended;
        assert.ok(code < 2, `${name}: ${code}`);
        return [name, path];
      };
      const reports = [
        await made('lives', 'diff', log, 'samples/stories'),
        await made('summary', 'diff', log, '--summary'),
        await made('rows', 'diff', log, '--full'),
        await made('open', 'diff', log, '--open'),
        await made('replay', 'replay', log, '--url', url, ...KEYS),
        await made('probe', 'probe', '--url', url, '--only', 'event,forged-body,bad-signature', ...KEYS),
      ];
      for (const [name, path] of reports) {
        for (const colorScheme of ['light', 'dark']) {
          for (const width of [1280, 400]) {
            const page = await openFile(path, { colorScheme, viewport: { width, height: 900 } });
            const shot = `${shots}/report-${name}-${lang}-${colorScheme}-${width}.png`;
            await page.screenshot({ path: shot });
            assert.deepEqual(await faults(page), [], shot);
            const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            assert.ok(!isWide, `${shot}: nothing is wider than the screen`);
            const style = await page.evaluate(() => getComputedStyle(document.querySelector('section')).borderStyle);
            assert.equal(style, 'solid', 'its policy lets in its style');
            await page.context().close();
          }
        }
      }
    }
    assert.deepEqual(said(), []);
  },
};

const name = process.argv[2];
try {
  await tests[name]();
} catch (error) {
  console.log(await shown());
  throw error;
} finally {
  await close();
}
process.exit(0);
