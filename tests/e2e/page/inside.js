// inside - what is asked of a page from within: functions without anything
// around them, which Chromium runs in the page.  Each gives a list of faults.
'use strict';

// Something runs, is fetched, or is set out of the policy's sight.
function activeParts() {
  const faults = [];
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  const rules = policy ? policy.content.split(';').map((rule) => rule.trim()) : [];

  for (const rule of ["default-src 'none'", "base-uri 'none'", "form-action 'none'"])
    if (!rules.includes(rule)) faults.push(`the policy lacks ${rule}`);
  if (/unsafe|https?:|\*/.test(rules.join(' '))) faults.push(`the policy allows: ${rules}`);
  for (const one of document.querySelectorAll('*')) {
    const name = one.localName;
    if (['script', 'iframe', 'object', 'embed', 'base', 'form', 'img', 'template'].includes(name))
      faults.push(`an element <${name}>`);
    for (const { name: key, value } of one.attributes) {
      if (key.startsWith('on') || key === 'style' || key === 'srcdoc')
        faults.push(`an attribute ${key} on <${name}>`);
      if (/^\s*(javascript|vbscript|data:text)/i.test(value))
        faults.push(`${key}="${value}" on <${name}>`);
    }
  }
  return faults;
}

// Nothing wider than the window, and nothing cut.
function cutParts() {
  const faults = [];
  const told = new Set(); // with all that is inside
  const room = document.documentElement.clientWidth;
  const name = (one) => `<${one.localName}> "${one.textContent.trim().slice(0, 30)}"`;
  const tell = (one, text) => {
    faults.push(`${text}: ${name(one)}`);
    told.add(one);
  };
  const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  const isInScroller = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement)
      if (up !== document.documentElement && up !== document.body && scrolls(up)) return true;
    return false;
  };

  if (document.documentElement.scrollWidth > room)
    faults.push(`the page is ${document.documentElement.scrollWidth} px wide in ${room}`);
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (told.has(one.parentElement)) {
      told.add(one);
      continue;
    }
    if (box.width === 0 || box.height === 0 || style.visibility === 'hidden') continue;
    if (box.width <= 2 && box.height <= 2) continue; // for screen readers alone
    if (box.right <= 0 && one.matches('a[href^="#"]')) continue; // comes in with the focus
    const svg = one.ownerSVGElement;
    if (svg && one.localName !== 'title' && one.localName !== 'desc') {
      const frame = svg.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 ||
          box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        tell(one, 'cut by its picture');
      continue;
    }
    if ((box.right > room + 1 || box.left < -1) && !isInScroller(one))
      tell(one, 'beyond the window');
    const isCut = /hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
    const isCutBelow = /hidden|clip/.test(style.overflowY) &&
      one.scrollHeight > one.clientHeight + 1;
    if (one.localName !== 'svg' && (isCut || isCutBelow)) tell(one, 'cut');
  }
  return faults;
}

// Text of pictures shrinks with them: not below what can be read.
function smallTexts(least) {
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);

  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || one.getClientRects().length === 0) continue;
    const matrix = one.ownerSVGElement && one.getScreenCTM && one.getScreenCTM();
    const size = parseFloat(getComputedStyle(one).fontSize) * (matrix ? matrix.a : 1);
    if (size < least) faults.push(`text of ${size.toFixed(1)} px: ${one.textContent.slice(0, 30)}`);
  }
  return faults;
}

// Texts of a picture that run into each other.
function overlaps() {
  const faults = [];
  for (const svg of document.querySelectorAll('svg')) {
    const texts = [...svg.querySelectorAll('text')].map((one) =>
      [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
    texts.forEach(([text, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
        faults.push(`"${text}" runs into "${other}"`);
    }));
  }
  return faults;
}

// What scrolls is to be reached with the keyboard, and to say what it is.
function scrollers() {
  return [...document.body.querySelectorAll('*')]
    .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX) &&
      one.scrollWidth > one.clientWidth + 1)
    .map((one) => ({ index: [...document.querySelectorAll('*')].indexOf(one),
      label: one.getAttribute('aria-label') || one.getAttribute('aria-labelledby'),
      role: one.getAttribute('role') }));
}

// The element that has the focus now, and whether one sees it.
function focused() {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one);
  return { index: [...document.querySelectorAll('*')].indexOf(one), name: one.localName,
    isSeen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 };
}

// Places that the keyboard must reach.
function focusable() {
  const all = [...document.querySelectorAll('*')];
  return all.filter((one) => one.matches('summary, a[href], button, [tabindex="0"]') &&
    one.getClientRects().length > 0).map((one) => all.indexOf(one));
}

// French: no blank that may break a line, or an ASCII one, where typography has none.
function frenchBlanks() {
  const faults = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);

  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (/^(style|script|code|samp|kbd)$/.test(parent.localName) || parent.closest('[lang="en"]:not(html)'))
      continue;
    const text = walker.currentNode.data;
    for (const [about, pattern] of [
      ['a blank before a mark', /\S*[ \u2009\u200a]+[?!;:%»](?![/\w])/],
      ['a blank behind «', /«[ \u2009\u200a]\S*/],
      ['no blank before a mark', /[\p{L}\d][?!;](?=\s|$)/u],
      ['a blank in a number', /(?<![\d-])\d{1,3} \d{3}(?!\d)/],
      ['a comma in a number', /(?<![\d.,])[1-9]\d{0,2}(,\d{3})+(?![\d,])/],
      ['a line could break before a unit', /\d [kMGT]?[oB](?!\p{L})/u],
    ]) {
      const found = pattern.exec(text);
      if (found) faults.push(`${about}: "${text.slice(found.index, found.index + 40)}"`);
    }
  }
  return faults;
}

// A mark that stands at the beginning of a line.
function loneMarks() {
  const faults = [];
  const marks = document.documentElement.lang === 'fr' ? /[?!;:%»,.)]/ : /[?!;:,.)]/;
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const place = (node, i) => {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    return range.getClientRects()[0];
  };

  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('[lang="en"]:not(html)')) continue;
    for (let i = 1; i < node.data.length; i++) {
      if (!marks.test(node.data[i])) continue;
      let before = i - 1;
      while (before > 0 && /\s/.test(node.data[before])) before--;
      const [left, here] = [place(node, before), place(node, i)];
      if (left && here && left.width && here.top >= left.bottom)
        faults.push(`a line begins with "${node.data.slice(i, i + 20)}"`);
    }
  }
  return faults;
}

// Every cell of every table, and every line of text outside of them.
function printedTexts() {
  return [...document.querySelectorAll('caption, th, td, h1, h2, h3, p, li, dt, dd')]
    .filter((one) => !one.closest('[aria-hidden="true"]'))
    .map((one) => [...one.querySelectorAll('svg, .hidden')].reduce(
      (text, inner) => text.replace(inner.textContent, ''), one.textContent))
    .filter((text) => text.trim());
}

// Names of elements, and of attributes on them: what data must not add to.
function structure() {
  const names = new Set();
  for (const one of document.querySelectorAll('*')) {
    names.add(one.localName);
    for (const { name } of one.attributes) names.add(`${one.localName} ${name}`);
  }
  return [...names].sort();
}

// Light paper, dark ink?
function paper() {
  const shade = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return a === 0 ? 255 : (r + g + b) / 3;
  };
  const style = getComputedStyle(document.body);
  const behind = getComputedStyle(document.documentElement).backgroundColor;
  return { ink: shade(style.color),
    paper: Math.min(shade(style.backgroundColor), shade(behind)) };
}

module.exports = { activeParts, cutParts, smallTexts, overlaps, scrollers, focused, focusable,
  frenchBlanks, loneMarks, printedTexts, structure, paper };
