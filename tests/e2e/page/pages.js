// pages - all checks over pages: a job a page and reader.
'use strict';
const fs = require('fs');
const path = require('path');
const { look } = require('./browser.js');
const { READERS } = require('./checks.js');
const inside = require('./inside.js');

// NAME.LANG.html, with its language.
function about(place) {
  const [, name, lang] = /([^/]*)\.(\w\w)\.html$/.exec(place);
  return { name: `${name} (${lang})`, lang };
}

async function runAll(view, checks, unsure) {
  const faults = [];
  for (const [check, run] of Object.entries(checks)) {
    // Hostile texts have blanks and marks where they like.
    if (check === 'language' && /hostile/.test(view.place)) continue;
    faults.push(...(await run(view)).map((text) => `${check}: ${text}`));
  }
  for (const [rule, count] of Object.entries(view.unsure))
    unsure[rule] = (unsure[rule] || 0) + count;
  return faults;
}

function jobs(browser, places, work, unsure) {
  return places.flatMap((place) => READERS.map(([readerName, reader, checks]) => {
    const { name, lang } = about(place);
    return [`${name}, ${readerName}`, () => look(browser, place, reader, (view) => {
      Object.assign(view, { lang, work });
      return runAll(view, checks, unsure);
    })];
  }));
}

const structure = (browser, place) =>
  look(browser, place, {}, ({ page }) => page.evaluate(inside.structure));

// Hostile data give no element and no attribute that harmless data do not give.
function hostileJobs(browser, folder) {
  const [hostile, harmless] = ['hostile', 'harmless'].map(
    (name) => path.join(folder, `${name}.en.html`));

  if (!fs.existsSync(hostile)) return [];
  return [['hostile beside harmless', async () => {
    const known = await structure(browser, harmless);
    return (await structure(browser, hostile)).filter((name) => !known.includes(name));
  }]];
}

module.exports = { jobs, hostileJobs };
