// This program and a browser, for a test: processes that end with it, and a page whose console must stay silent.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.INTEROP_BROWSER_HOME, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const KEYS = ['--encrypt-key', 'example-key', '--verification-token', 'synthetic-token'];
const PATIENCE = 60_000;

const running = new Set();
process.on('exit', () => running.forEach(it => it.kill('SIGKILL')));

/** Starts the program. `line(...)` waits for a line of standard error that begins in one of these ways, and gives its next word. */
export function start(...args) {
  const child = spawn(process.env.INTEROP_PROGRAM, args, { stdio: ['pipe', 'pipe', 'pipe'], env: {} });
  running.add(child);
  let [said, told] = ['', ''];
  const waiting = new Set();
  const ended = new Promise(resolve => child.on('exit', code => { running.delete(child); resolve(code); }));
  child.stderr.on('data', data => { said += data; waiting.forEach(it => it()); });
  child.stdout.on('data', data => { told += data; waiting.forEach(it => it()); });
  const until = find => new Promise((resolve, reject) => {
    const look = () => {
      const found = find();
      if (found !== undefined) { waiting.delete(look); resolve(found); }
    };
    waiting.add(look);
    ended.then(code => reject(new Error(`it ended with ${code}:\n${said}`)));
    look();
  });
  return {
    ended,
    line: (...begins) => until(() => {
      const after = line => begins.filter(it => line.startsWith(it)).map(it => line.slice(it.length).split(' ')[0]);
      return said.split('\n').slice(0, -1).flatMap(after)[0];
    }),
    /** Waits until a record on standard output is as wanted. */
    record: wanted => until(() => told.split('\n').slice(0, -1).map(it => JSON.parse(it)).find(wanted)),
    stop(signal = 'SIGINT') { child.kill(signal); return ended; },
  };
}

/** Runs the program to its end. */
export async function run(...args) {
  const code = await start(...args).ended;
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code}`);
}

/** A listener with a page, and where both are. */
export async function listen(...args) {
  const program = start('listen', '--port', '0', '--ui=0', ...KEYS, ...args);
  const url = await program.line('listening on ', '监听 ');
  return { program, url, address: await program.line('page on ', '页面 ') };
}

let browser;
const pages = new Set();
const complaints = [];

/** The live page in a browser context of its own, or in `context`. What it says on its console is a complaint. */
export async function open(address, { context, ...options } = {}) {
  const page = await openIn(context, address, options);
  await page.waitForFunction(() => document.querySelector('#command').textContent);
  return page;
}

/** A file in a browser context of its own. */
export const openFile = (path, options) => openIn(undefined, pathToFileURL(path).href, options);

async function openIn(context, address, options) {
  browser ??= await chromium.launch({ executablePath: process.env.INTEROP_CHROMIUM, args: ['--no-sandbox'] });
  const within = context ?? await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  within.setDefaultTimeout(PATIENCE);
  const page = await within.newPage();
  pages.add(page);
  page.on('close', () => pages.delete(page));
  page.on('console', message => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => complaints.push(String(error)));
  await page.goto(address);
  return page;
}

/** What axe finds wrong. */
export async function faults(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run();
    return violations.map(it => `${it.id}: ${it.nodes.map(node => node.html).join(' | ')}`);
  });
}

/** What was said on consoles since the last time. */
export const said = () => complaints.splice(0);

/** What the open pages show, for a test that failed. */
export async function shown() {
  const all = await Promise.all([...pages].map(it => it.evaluate(() => {
    const text = id => document.querySelector(id)?.innerText;
    const focus = document.activeElement;
    return { state: text('#state'), notice: text('#notice'), filter: document.querySelector('#filter-text')?.value,
      list: text('#list'), detail: text('#detail'), dialog: text('dialog[open]'), focus: focus.id || focus.tagName };
  }).catch(String)));
  return JSON.stringify([all, complaints], null, 1);
}

export const close = () => browser?.close();
