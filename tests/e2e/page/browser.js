// browser - Debian's Chromium, and a page in it as one reader sees it: theme,
// width, with or without scripts.  Judges nothing; keeps what the page asked
// for and what the browser complained about.
'use strict';
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// In a new, empty user directory, which goes with it.
function start() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true, args: QUIET });
}

// The page of a file or an address; the caller closes view.context.
async function open(browser, place, reader) {
  const { width = 1280, ...rest } = reader;
  const context = await browser.newContext({ viewport: { width, height: 900 },
    locale: 'fr-FR', ...rest });
  const page = await context.newPage();
  const view = { context, page, place, requests: [], complaints: [], unsure: {} };

  page.on('request', (request) => view.requests.push(request.url().slice(0, 200)));
  page.on('console', (line) => view.complaints.push(`console: ${line.text()}`));
  page.on('pageerror', (error) => view.complaints.push(`page error: ${error}`));
  page.on('requestfailed', (request) => view.complaints.push(`failed: ${request.url()}`));
  view.session = await context.newCDPSession(page);
  view.response = await page.goto(/^http/.test(place) ? place : pathToFileURL(place).href);
  view.source = () => view.response.text();
  return view;
}

async function look(browser, place, reader, ask) {
  const view = await open(browser, place, reader);
  try {
    return await ask(view);
  } finally {
    await view.context.close();
  }
}

// The default size of text, as readers set it in their browser.
async function setTextSize(view, pixels) {
  await view.session.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: pixels } });
}

async function openDetails(view) {
  await view.page.evaluate(() => {
    document.querySelectorAll('details').forEach((one) => { one.open = true; });
  });
}

module.exports = { start, look, setTextSize, openDetails };
