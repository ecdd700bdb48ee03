// served - the page as `attachmeter serve` gives it: started on a free port of
// this machine, looked at, ended.
'use strict';
const net = require('net');
const { spawn } = require('child_process');
const { look } = require('./browser.js');
const { READERS } = require('./checks.js');

const PATIENCE_MS = 20000;
const [, reader, { load, inert }] = READERS[0];

// A port that nobody has now.
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function isUp(address) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await fetch(`${address}healthz`).catch(() => null);
    if (answer && answer.status === 200) return true;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return false;
}

const rulesOf = (policy) => policy.split(';').map((rule) => rule.trim()).filter(Boolean).sort();

// What the header says of the page is what the page says of itself; of who may
// frame it only a header can speak.
async function agree(view) {
  const header = (await view.response.headerValue('content-security-policy')) || '';
  const meta = await view.page.evaluate(() =>
    document.querySelector('meta[http-equiv="Content-Security-Policy"]').content);
  const [said, own] = [rulesOf(header).filter((rule) => !rule.startsWith('frame-ancestors')),
    rulesOf(meta)];
  return JSON.stringify(said) === JSON.stringify(own) ? []
    : [`the header says ${said}, the page ${own}`];
}

async function lookAt(browser, address, lang) {
  return look(browser, `${address}?lang=${lang}`, reader, async (view) => {
    const status = view.response.status();
    if (status !== 200) return [`status ${status}`];
    const icon = await fetch(`${address}favicon.ico`);
    const spoken = await view.page.evaluate(() => document.documentElement.lang);
    return [...await load(view), ...await inert(view), ...await agree(view),
      ...(icon.status < 400 ? [] : [`the icon: ${icon.status}`]),
      ...(spoken === lang ? [] : [`lang is "${spoken}"`])];
  });
}

async function run(browser, command, config) {
  const address = `http://127.0.0.1:${await freePort()}/`;
  const server = spawn(command, ['serve', '--config', config, '--listen',
    new URL(address).host], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    if (!await isUp(address)) return ['it does not come up'];
    return [...await lookAt(browser, address, 'en'), ...await lookAt(browser, address, 'fr')];
  } finally {
    server.kill();
  }
}

// The job of the page that is served.
function jobs(browser, command, config) {
  return [['served', () => run(browser, command, config)]];
}

module.exports = { jobs };
