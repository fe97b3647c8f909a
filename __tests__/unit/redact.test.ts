import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../src/redact.ts';
import { escapeMarkup } from '../../src/text.ts';

const TOKEN = 'vps_8fK2mQ9x/Zr47Lp+Wc1TnB_=aQ&<0>';
const redact = createRedactor([TOKEN]);

/** Each way in which 8 characters of a secret could still be seen. */
function visibleParts(text: string, secret: string): string[] {
  const parts = Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8));
  return parts.filter((part) => text.includes(part));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

describe('A secret', () => {
  test.each([
    ['as it is', TOKEN],
    ['URL-encoded', encodeURIComponent(TOKEN)],
    ['URL-encoded in lower case', encodeURIComponent(TOKEN).replace(/%../gu, (code) => code.toLowerCase())],
    ['escaped for Markdown', escapeMarkup(TOKEN)],
    ['escaped for HTML', escapeHtml(TOKEN)],
    ['escaped for HTML in hex', TOKEN.replace(/\W/gu, (mark) => `&#x${mark.charCodeAt(0).toString(16)};`)],
    ['escaped for JSON', TOKEN.replace(/[^A-Za-z0-9]/gu, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`)],
    ['with escaped slashes', TOKEN.replaceAll('/', '\\/')],
    ['in lower case', TOKEN.toLowerCase()],
    ['URL-encoded and escaped for Markdown', escapeMarkup(encodeURIComponent(TOKEN))],
    [
      'URL-encoded twice, in JSON that is escaped for HTML',
      escapeHtml(JSON.stringify(encodeURIComponent(encodeURIComponent(TOKEN))).slice(1, -1)),
    ],
    ['with ANSI codes within', TOKEN.replace(/.{5}/gu, '$&\u001b[31m')],
    ['with a link of a terminal within', TOKEN.replace(/.{5}/gu, '$&\u001b]8;;https://x.test\u0007')],
    ['with ANSI codes within, escaped for JSON', TOKEN.replace(/.{5}/gu, '$&\\u001b[31m')],
    ['with control and invisible characters within', TOKEN.replace(/.{5}/gu, '$&\u0000\u200b\n')],
    ['in base64', Buffer.from(TOKEN).toString('base64').replace(/.=*$/u, '')],
    ['in base64url', Buffer.from(TOKEN).toString('base64url').slice(0, -1)],
  ])('is replaced %s', (_form, form) => {
    expect(redact(`before ${form} after`)).toBe('before *** after');
  });

  test.each([0, 1, 2, 3, 4])('is replaced if its quotes are escaped for JSON %d times', (times) => {
    const secret = 'abc"de/gh"jkl"mno"pqr';
    let form = secret;
    for (let time = 0; time < times; time += 1) form = JSON.stringify(form).slice(1, -1);
    const redacted = createRedactor([secret])(`{\\"a\\": "${form}"}`);
    expect(redacted).toBe('{\\"a\\": "***"}');
  });

  test.each([0, 1, 2, 3, 4, 5])('is replaced in base64 after %d other bytes', (shift) => {
    const encoded = Buffer.from(`${'x'.repeat(shift)}${TOKEN}${'y'.repeat(shift)}`).toString('base64');
    const own = Buffer.from(TOKEN).toString('base64').length;
    // At most a few characters at either end are left, which carry less than a byte of it.
    expect(redact(encoded)).toMatch(/^[A-Za-z0-9+/]{0,10}\*\*\*[A-Za-z0-9+/=]{0,10}$/u);
    expect(redact(encoded).length).toBeLessThan(own);
  });

  test.each(['base64', 'base64url'] as const)('is replaced in %s with all of its characters', (encoding) => {
    const marks = '~?>???~?>???';
    const encoded = Buffer.from(marks).toString(encoding);
    expect(encoded).toMatch(/[-+].*[_/]/u);
    expect(createRedactor([marks])(`(${encoded})`)).toBe('(***)');
  });

  test.each([8, 9, 20])('shows no %d characters in a row', (length) => {
    for (let at = 0; at + length <= TOKEN.length; at += 1) {
      expect(redact(`.${TOKEN.slice(at, at + length)}.`)).toBe('.***.');
    }
  });

  test('may show 7 characters in a row, which are no use to anyone', () => {
    expect(redact(TOKEN.slice(3, 10))).toBe(TOKEN.slice(3, 10));
  });

  test('is replaced at every place', () => {
    expect(redact(`${TOKEN} and ${TOKEN}${TOKEN}, ${TOKEN}`)).toBe('*** and ***, ***');
  });

  test('is replaced whatever is around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        expect(visibleParts(redact(`${before}${TOKEN}${after}`), TOKEN)).toEqual([]);
      }),
    );
  });

  test('leaves every other text as it is', () => {
    const others = ['snapshot 801', 'a&amp;b %41 \\u0041 \\n', 'vps_8fK', '', '<span>&#64;</span>'];
    for (const text of others) expect(redact(text)).toBe(text);
  });

  test('below 8 characters is replaced only as a whole', () => {
    const short = createRedactor(['abc12']);
    expect(short('abc12 abc1 bc12 xabc12x')).toBe('*** abc1 bc12 x***x');
  });

  test('with a newline is replaced in parts too, because the log shows it on one line', () => {
    const split = createRedactor(['Bearer vps_1234567\nabcdefgh99']);
    expect(split('Bearer vps_1234567 abcdefgh99')).toBe('Bearer *** ***');
  });

  test('that is empty replaces nothing', () => {
    expect(createRedactor(['', ' \n'])('text')).toBe('text');
  });

  test('is replaced among several', () => {
    expect(createRedactor([TOKEN, 'ghs_abcdefghijkl'])(`${TOKEN}, ghs_abcdefghijkl`)).toBe('***, ***');
  });
});

describe('A URL that is a secret', () => {
  const URL_SECRET =
    'https://hooks.chat.example/services/T0AB12CD3/B0EF45GH6/abcDEF123ghi?sig=Zz9Yy8Xx7Ww6&api-version=1';
  const redactUrl = createRedactor([URL_SECRET]);

  test.each([
    ['as a whole', URL_SECRET],
    ['without its host', '/services/T0AB12CD3/B0EF45GH6/abcDEF123ghi?sig=Zz9Yy8Xx7Ww6&api-version=1'],
    ['by a part of its path', 'abcDEF123ghi'],
    ['by a value of its query', 'Zz9Yy8Xx7Ww6'],
    ['URL-encoded', encodeURIComponent(URL_SECRET)],
  ])('is replaced %s', (_form, form) => {
    expect(redactUrl(`to ${form}.`)).toBe('to ***.');
  });

  test.each(['getaddrinfo ENOTFOUND hooks.chat.example', 'https://hooks.chat.example', 'the services', 'https://'])(
    'does not hide its host and plain words: %s',
    (text) => {
      expect(redactUrl(text)).toBe(text);
    },
  );
});

describe('A text of a megabyte', () => {
  test.each(['{"id":801,"name":"web server"},', '%', '&#', '\\', '&#95;%41', 'vps_8fK2', '<span>', TOKEN])(
    'of %s is redacted',
    (unit) => {
      const text = unit.repeat(Math.ceil((1024 * 1024) / unit.length));
      expect(visibleParts(redact(text), TOKEN)).toEqual([]);
    },
  );
});
