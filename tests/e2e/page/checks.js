// checks - what must hold of a page as a reader sees it.  Each check looks at a
// view and gives its faults as texts; prints nothing.
'use strict';
const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const { HtmlValidate } = require('html-validate');
const { look, setTextSize, openDetails } = require('./browser.js');
const inside = require('./inside.js');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const LEAST_TEXT_PX = 10;
const MOST_PAGES = 10; // of A4, with all that is folded on the screen
const MOST_TABS = 60;

// One request, and nothing that the browser complains about.
async function load(view) {
  const more = view.requests.slice(1).map((url) => `asks for ${url}`);
  return [...more, ...view.complaints];
}

async function inert(view) {
  return view.page.evaluate(inside.activeParts);
}

// Nothing is cut or beyond the window, with details closed and open.
async function fits(view) {
  const closed = await view.page.evaluate(inside.cutParts);
  await openDetails(view);
  return [...closed, ...await view.page.evaluate(inside.cutParts),
    ...await view.page.evaluate(inside.smallTexts, LEAST_TEXT_PX),
    ...await view.page.evaluate(inside.overlaps)];
}

// Text twice as large, by the window's zoom and by the reader's own size; and
// the window of a zoom of 400 %.
async function large(view) {
  const { page } = view;
  const faults = [];
  const before = page.viewportSize();
  const cut = async (about) => faults.push(
    ...(await page.evaluate(inside.cutParts)).map((text) => `${about}: ${text}`));
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));

  await openDetails(view);
  await page.setViewportSize({ width: 640, height: 450 });
  await cut('zoom 200 %');
  await page.setViewportSize({ width: 320, height: 256 });
  await cut('zoom 400 %');
  await page.setViewportSize(before);
  const usual = await size();
  await setTextSize(view, 32);
  if (await size() < 1.9 * usual) faults.push('text keeps its size where readers ask for more');
  await cut('text 200 %');
  await setTextSize(view, 16);
  return faults;
}

// By keyboard alone: every place is reached, and one sees where one is.
async function keyboard(view) {
  const faults = [];
  const reached = new Set();

  await openDetails(view);
  const wanted = await view.page.evaluate(inside.focusable);
  for (let i = 0; i < MOST_TABS; i++) {
    await view.page.keyboard.press('Tab');
    const at = await view.page.evaluate(inside.focused);
    if (!at || reached.has(at.index)) break;
    reached.add(at.index);
    if (!at.isSeen) faults.push(`the focus on <${at.name}> is not to be seen`);
  }
  if (wanted.some((index) => !reached.has(index))) faults.push('the keyboard does not reach all');
  for (const one of await view.page.evaluate(inside.scrollers)) {
    if (!reached.has(one.index)) faults.push('what scrolls is not reached by the keyboard');
    if (!one.label || !one.role) faults.push('what scrolls has no name or no role');
  }
  return faults;
}

async function language(view) {
  const lang = await view.page.evaluate(() => document.documentElement.lang);
  const faults = lang === view.lang ? [] : [`lang is "${lang}"`];
  await openDetails(view);
  if (view.lang === 'fr') faults.push(...await view.page.evaluate(inside.frenchBlanks));
  return [...faults, ...await view.page.evaluate(inside.loneMarks)];
}

// Without blanks and hyphens, which a line end may have taken, and without the
// scripts of Asia: not every machine has a font for them, and paper then no letter.
const squeeze = (text) => text.replace(/[\u3000-\uffff]/g, '').normalize('NFKC')
  .replace(/[\s\u00ad\u200b-\u200f\u202a-\u202e-]+/g, '');

// On A4 from a dark screen: light, few pages, and every text of the page on them.
async function print(view) {
  const faults = [];
  const file = path.join(view.work, `${path.basename(view.place)}.pdf`);
  const read = (...more) => squeeze(execFileSync('pdftotext', [...more, file, '-'],
    { encoding: 'utf8' }));

  await view.page.pdf({ path: file, format: 'A4', printBackground: true });
  const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
  const pages = Number(/^Pages: +(\d+)/m.exec(about)[1]);
  const printed = read('-layout') + read('-raw');
  fs.unlinkSync(file);

  if (pages > MOST_PAGES) faults.push(`${pages} pages`);
  for (const text of await view.page.evaluate(inside.printedTexts))
    if (!printed.includes(squeeze(text))) faults.push(`not printed: "${text.trim().slice(0, 60)}"`);
  await view.page.emulateMedia({ media: 'print' });
  const { ink, paper } = await view.page.evaluate(inside.paper);
  if (paper < 200 || ink > 100) faults.push('printed dark');
  await view.page.emulateMedia({ media: 'screen' });
  return faults;
}

// The page is written by an XML writer, which closes void elements.
const RULES = new HtmlValidate({ extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off' } });

async function valid(view) {
  const report = await RULES.validateString(await view.source());
  return report.results.flatMap((result) => result.messages.map(
    (one) => `html line ${one.line}: ${one.ruleId}: ${one.message}`));
}

// The same text without scripts.
async function plain(view) {
  const text = ({ page }) => page.evaluate(() => document.documentElement.textContent);
  const wanted = await look(view.context.browser(), view.place, {}, text);
  return await text(view) === wanted ? [] : ['another text without scripts'];
}

// The last of all, as it runs in the page, past its policy.
async function axe(view) {
  await openDetails(view);
  await view.session.send('Page.setBypassCSP', { enabled: true });
  await view.page.evaluate(AXE);
  const found = await view.page.evaluate((tags) => axe.run(document,
    { runOnly: tags, resultTypes: ['violations', 'incomplete'] }), WCAG);
  for (const { id, nodes } of found.incomplete)
    view.unsure[id] = (view.unsure[id] || 0) + nodes.length;
  return found.violations.map(({ id, nodes }) =>
    `axe ${id}: ${nodes.map((node) => node.html).join(' ').slice(0, 300)}`);
}

// Who looks, and what is checked then, in this order.
const READERS = [
  ['light, 1280 px', { colorScheme: 'light', width: 1280 }, { load, inert, fits, large, valid, axe }],
  ['light, 390 px', { colorScheme: 'light', width: 390 }, { load, fits, language, keyboard, axe }],
  ['dark, 1280 px', { colorScheme: 'dark', width: 1280 }, { load, fits, print, axe }],
  ['dark, 390 px', { colorScheme: 'dark', width: 390 }, { load, fits, axe }],
  ['without scripts', { javaScriptEnabled: false }, { plain }],
];

module.exports = { READERS };
