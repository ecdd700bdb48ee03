// selftest - the checks themselves: a good page has no fault, and each way to
// spoil it is found by the check that is for it.
'use strict';
const fs = require('fs');
const path = require('path');
const { look } = require('./browser.js');
const { READERS } = require('./checks.js');
const { FAULTS, seal } = require('./faults.js');

async function find(browser, place, [name, readerName, checkName, wanted]) {
  const [, reader, checks] = READERS.find(([one]) => one === readerName);
  const faults = await look(browser, place, reader, (view) => {
    Object.assign(view, { lang: 'fr', work: path.dirname(place) });
    return checks[checkName](view);
  });
  return faults.some((text) => wanted.test(text)) ? []
    : [`${name} is not found, but: ${faults.join(' | ')}`];
}

// The jobs of the self-test: name and what gives its faults.
function jobs(browser, work) {
  const good = seal(fs.readFileSync(path.join(__dirname, 'good.html'), 'utf8'));

  return FAULTS.map((fault, i) => [`self-test: ${fault[0]}`, async () => {
    const place = path.join(work, `bad-${i}.html`);
    const bad = fault[4](good);
    fs.writeFileSync(place, bad);
    return bad === good ? ['the page was not spoilt'] : find(browser, place, fault);
  }]);
}

// The page without a fault, as pages.js wants it.
function goodPage(work) {
  const place = path.join(work, 'good.fr.html');
  fs.writeFileSync(place, seal(fs.readFileSync(path.join(__dirname, 'good.html'), 'utf8')));
  return place;
}

module.exports = { jobs, goodPage };
