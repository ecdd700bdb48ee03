// faults - ways to spoil good.html, and the check that must find each.
'use strict';
const crypto = require('crypto');

// The policy with the hash of the style sheet as it is now.
function seal(html) {
  const style = /<style>([^]*?)<\/style>/.exec(html)[1];
  const hash = crypto.createHash('sha256').update(style).digest('base64');
  return html.replace(/'sha256-[^']*'/, `'sha256-${hash}'`);
}

const swap = (from, to) => (html) => seal(html.replace(from, to));
const add = (text) => swap('</main>', `${text}</main>`);
const rule = (text) => swap('</style>', `${text}\n</style>`);
const POLICY = /<meta http-equiv[^>]*>/;
const open = (text) => (html) => add(text)(html.replace(POLICY, ''));
const OUTSIDE = '<img alt="x" src="http://127.0.0.1:9/x.png">';

const LIGHT = 'light, 1280 px';
const PHONE = 'light, 390 px';
const DARK = 'dark, 1280 px';
const NIGHT = 'dark, 390 px';
const PLAIN = 'without scripts';

// name, reader, check, what the fault says, how
const FAULTS = [
  ['a script', LIGHT, 'load', /Content Security Policy/, add('<script>document.title = "x"</script>')],
  ['a script that does not run', LIGHT, 'inert', /<script>/, add('<script type="text/plain">x</script>')],
  ['a script that writes', PLAIN, 'plain', /without scripts/, open('<script>document.write("x")</script>')],
  ['a script that logs', LIGHT, 'load', /console: hello/, open('<script>console.log("hello")</script>')],
  ['a script that fails', LIGHT, 'load', /page error/, open('<script>x()</script>')],
  ['an event attribute', LIGHT, 'inert', /onclick/, swap('<h1>', '<h1 onclick="x()">')],
  ['a link that runs', LIGHT, 'inert', /javascript:/, add('<a href="javascript:x()">x</a>')],
  ['a style attribute', LIGHT, 'load', /Content Security Policy/, swap('<h1>', '<h1 style="color: red">')],
  ['no policy', LIGHT, 'inert', /policy lacks/, swap(POLICY, '')],
  ['a policy that allows', LIGHT, 'inert', /policy allows/, swap("'none'\">", "'none'; script-src 'unsafe-inline'\">")],
  ['a wrong hash', LIGHT, 'load', /Content Security Policy/, (html) => html.replace('sha256-', 'sha256-A')],
  ['a picture that the policy stops', LIGHT, 'load', /Content Security Policy/, add(OUTSIDE)],
  ['a picture from outside', LIGHT, 'load', /asks for/, open(OUTSIDE)],
  ['too wide for a phone', PHONE, 'fits', /px wide in 390/, rule('h1 { width: 60rem; }')],
  ['a text that is cut', LIGHT, 'fits', /cut: <h1>/, rule('h1 { width: 3rem; overflow: hidden; white-space: nowrap; }')],
  ['a text cut by its picture', LIGHT, 'fits', /cut by its picture/, swap('x="280"', 'x="310"')],
  ['small text in a picture', PHONE, 'fits', /text of/, swap('viewBox="0 0 320 60"', 'viewBox="0 0 640 60"')],
  ['texts that run into each other', PHONE, 'fits', /runs into/, swap('x="280"', 'x="15"')],
  ['too wide at a zoom', LIGHT, 'large', /zoom 400 %/, rule('h1 { width: 24rem; }')],
  ['text of a fixed size', LIGHT, 'large', /keeps its size/, swap('font: 1rem/1.5', 'font: 16px/1.5')],
  ['text cut when large', LIGHT, 'large', /text 200 %: cut/, rule('h1 { height: 30px; overflow: hidden; font: 1rem/1.3 system-ui; }')],
  ['contrast in the light', LIGHT, 'axe', /color-contrast/, rule('h1 { color: #999; background: #fff; }')],
  ['contrast in the dark', NIGHT, 'axe', /color-contrast/, swap('--ink: #eee;', '--ink: #333;')],
  ['a picture without a name', LIGHT, 'axe', /svg-img-alt/, swap(/ aria-labelledby="picture-title"|<title id.*?<\/title>/g, '')],
  ['a field without a label', LIGHT, 'axe', /label/, add('<input>')],
  ['no language', LIGHT, 'axe', /html-has-lang/, swap(' lang="fr"', '')],
  ['no title', LIGHT, 'axe', /document-title/, swap('Une page sans défaut', '')],
  ['another language', PHONE, 'language', /lang is "en"/, swap('lang="fr"', 'lang="en"')],
  ['an ASCII blank before a mark', PHONE, 'language', /before a mark/, swap('copies\u202f?', 'copies ?')],
  ['no blank before a mark', PHONE, 'language', /no blank before/, swap('copies\u202f?', 'copies?')],
  ['an ASCII blank in a number', PHONE, 'language', /in a number/, swap('1\u202f204', '1 204')],
  ['a comma in a number', PHONE, 'language', /a comma in/, swap('1\u202f204', '1,204')],
  ['an ASCII blank before a unit', PHONE, 'language', /before a unit/, swap('21\u202fMo', '21 Mo')],
  ['a mark alone on a line', PHONE, 'language', /line begins/, swap(/<h1>[^]*<.h1>/, `<p>${'x'.repeat(80)} ? x</p>`)],
  ['a scroller without the keyboard', PHONE, 'keyboard', /not reached/, swap(' tabindex="0"', ' tabindex="-1"')],
  ['a scroller without a name', PHONE, 'keyboard', /no name/, swap(' aria-label="Contenus"', '')],
  ['a focus that is not seen', PHONE, 'keyboard', /not to be seen/, swap('outline: 2px solid', 'outline: none')],
  ['a trap for the keyboard', PHONE, 'keyboard', /not reach all/, open('<script>addEventListener("keydown", (e) => e.preventDefault())</script>')],
  ['details closed on paper', DARK, 'print', /not printed/, swap('content-visibility: visible', 'color: inherit')],
  ['dark paper', DARK, 'print', /printed dark/, swap('color-scheme: light; --ink: #000; --paper: #fff;', '')],
  ['too many pages', DARK, 'print', /pages/, rule('@media print { tr { break-after: page; height: 30cm; } }')],
  ['a tag that is not closed', LIGHT, 'valid', /element/, swap('</details>', '')],
  ['an id twice', LIGHT, 'valid', /no-dup-id/, add('<p id="picture-title">x</p>')],
];

module.exports = { FAULTS, seal };
