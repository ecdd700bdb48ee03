// main - the page test: main.js WORK COMMAND CONFIG PAGE...
//
// A page is a file NAME.LANG.html that COMMAND wrote; CONFIG is that of a database
// to serve, or "" where it cannot.  The checks themselves are tested in any case.
'use strict';
const path = require('path');
const { start } = require('./browser.js');
const pages = require('./pages.js');
const selftest = require('./selftest.js');
const served = require('./served.js');

const AT_ONCE = 3;
const SHOWN = 10;

// Runs jobs, some at a time; how many failed.
async function runAll(jobs) {
  let failed = 0;
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const faults = await job[1]().catch((error) => [`${error}`]);
      if (faults.length === 0) continue;
      failed++;
      console.log(`FAILED: ${job[0]}`);
      faults.slice(0, SHOWN).forEach((text) => console.log(`  ${text}`));
      if (faults.length > SHOWN) console.log(`  and ${faults.length - SHOWN} more`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}

async function main() {
  const began = Date.now();
  const [work, command, config, ...places] = process.argv.slice(2);
  const unsure = {};
  const browser = await start();
  try {
    const looked = places.filter((place) => !path.basename(place).startsWith('harmless'));
    const jobs = [...(config ? served.jobs(browser, command, config) : []),
      ...pages.jobs(browser, [selftest.goodPage(work), ...looked], work, unsure),
      ...pages.hostileJobs(browser, work),
      ...selftest.jobs(browser, work)];
    const failed = await runAll(jobs);
    console.log(`axe could not tell: ${JSON.stringify(unsure)}`);
    console.log(`${(Date.now() - began) / 1000} s, Chromium ${browser.version()}, node ${process.version}`);
    console.log(`${jobs.length - failed} passed, ${failed} failed`);
    return failed;
  } finally {
    await browser.close();
  }
}

main().then((failed) => { process.exitCode = failed ? 1 : 0; },
  (error) => { console.log(error); process.exitCode = 1; });
