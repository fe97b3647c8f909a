import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, escapeMarkup, plain, quoted } from '../../src/text.ts';

const ANY = fc.string({ unit: 'binary' });

describe('Text for the log', () => {
  test.each([
    ['a\nb\r\nc', 'a b  c'],
    ['a\u0000\u0007\u0085b', 'a   b'],
    ['a\u2028b\u2029c', 'a b c'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['a\u202etxt.exe', 'a txt.exe'],
    ['a\u200bb\ufeffc', 'a b c'],
    ['::error::x', ': :error::x'],
    ['  ::set-output name=a::b', '  : :set-output name=a::b'],
    ['\n::stop-commands::x', ' : :stop-commands::x'],
    ['x ##[command]y', 'x ## [command]y'],
    ['a::b c:d', 'a::b c:d'],
    ['größe 💾', 'größe 💾'],
  ])('%j is %j', (text, line) => {
    expect(plain(text)).toBe(line);
  });

  test('is one line without a command, whatever it was', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.oneof(ANY, fc.constantFrom('::', '##[', '\n', ' ', '\u001b[1m', '\u200b')))
          .map((parts) => parts.join('')),
        (text) => {
          const line = plain(text);
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(line).not.toMatch(/^\s*::/u);
          expect(line).not.toContain('##[');
        },
      ),
    );
  });

  test('is the same when it is made plain again', () => {
    fc.assert(
      fc.property(ANY, (text) => {
        expect(plain(plain(text))).toBe(plain(text));
      }),
    );
  });

  test('in quotes is on one line and cut to 80 characters', () => {
    expect(quoted('a\nb')).toBe('"a b"');
    expect(quoted('x'.repeat(81))).toBe(`"${'x'.repeat(79)}…"`);
  });
});

describe('Text that is cut', () => {
  test('stays whole where it fits', () => expect(cut('12345', 5)).toBe('12345'));

  test('shows that something is missing', () => expect(cut('123456', 5)).toBe('1234…'));

  test('is not cut within a character', () => expect(cut('123💾56', 5)).toBe('123…'));

  test('is never longer than asked and never ends in half a character', () => {
    fc.assert(
      fc.property(ANY, fc.integer({ min: 1, max: 50 }), (text, length) => {
        const short = cut(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('Text for the page', () => {
  test.each([
    ['<img src=x onerror=alert(1)>', '&#60;img src&#61;x onerror&#61;alert(1)&#62;'],
    ['a|b', 'a&#124;b'],
    ['[x](javascript:y)', '&#91;x&#93;(javascript&#58;y)'],
    ['`code` **b** _i_ ~s~ # @user', '&#96;code&#96; &#42;&#42;b&#42;&#42; &#95;i&#95; &#126;s&#126; &#35; &#64;user'],
    ['&lt;', '&#38;lt;'],
    ['a\nb', 'a b'],
    ['größe 1', 'größe 1'],
  ])('%j is %j', (text, markup) => {
    expect(escapeMarkup(text)).toBe(markup);
  });

  test('has no mark left that can act in Markdown or HTML, and shows as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const markup = escapeMarkup(text);
        expect(markup.replace(/&#\d+;/gu, '')).not.toMatch(/[!#$%&*+./:<=>?@[\\\]^_`{|}~]/u);
        expect(markup.replace(/&#(\d+);/gu, (_, code) => String.fromCharCode(Number(code)))).toBe(plain(text));
      }),
    );
  });
});
