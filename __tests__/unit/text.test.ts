import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeMarkup, quote, sanitizeLine, truncate, withFullStop } from '../../src/text.ts';

const ANY = fc.string({ unit: 'binary' });
const MEGABYTE = 1024 * 1024;

describe('sanitizeLine', () => {
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
  ])('turns %j into %j', (text, line) => {
    expect(sanitizeLine(text)).toBe(line);
  });

  test('gives one line without a command, whatever the text', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.oneof(ANY, fc.constantFrom('::', '##[', '\n', ' ', '\u001b[1m', '\u200b')))
          .map((parts) => parts.join('')),
        (text) => {
          const line = sanitizeLine(text);
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(line).not.toMatch(/^\s*::/u);
          expect(line).not.toContain('##[');
        },
      ),
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(ANY, (text) => {
        expect(sanitizeLine(sanitizeLine(text))).toBe(sanitizeLine(text));
      }),
    );
  });

  test('cuts a line of a megabyte', () => {
    expect(sanitizeLine('x'.repeat(MEGABYTE))).toBe(`${'x'.repeat(16_383)}…`);
  });
});

describe('quote', () => {
  test('gives one line in quotes', () => expect(quote('a\nb')).toBe('"a b"'));

  test('cuts to 80 characters', () => expect(quote('x'.repeat(81))).toBe(`"${'x'.repeat(79)}…"`));
});

describe('withFullStop', () => {
  test.each([
    ['Invalid token', 'Invalid token.'],
    ['Invalid token.', 'Invalid token.'],
    ['and so on ...\n', 'and so on.'],
    ['Really? ', 'Really?'],
    ['', '.'],
  ])('turns %j into %j', (text, sentence) => expect(withFullStop(text)).toBe(sentence));
});

describe('truncate', () => {
  test('leaves a text that fits', () => expect(truncate('12345', 5)).toBe('12345'));

  test('shows that something is missing', () => expect(truncate('123456', 5)).toBe('1234…'));

  test('does not cut within a character', () => expect(truncate('123💾56', 5)).toBe('123…'));

  test('is never longer than asked and never ends in half a character', () => {
    fc.assert(
      fc.property(ANY, fc.integer({ min: 1, max: 50 }), (text, length) => {
        const short = truncate(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});

/** What a reader of the page sees. */
function shown(markup: string): string {
  return markup
    .replace(/<\/?span>/gu, '')
    .replace(/&#(\d+);/gu, (_reference, code: string) => String.fromCharCode(Number(code)));
}

describe('escapeMarkup', () => {
  test.each([
    ['<img src=x onerror=alert(1)>', '&#60;img src&#61;x onerror&#61;alert(1)&#62;'],
    ['a|b', 'a&#124;b'],
    ['[x](javascript:y)', '&#91;x&#93;(javascript&#58;y)'],
    ['`code` **b** _i_ ~s~ #1', '&#96;code&#96; &#42;&#42;b&#42;&#42; &#95;i&#95; &#126;s&#126; &#35;1'],
    ['&lt;', '&#38;lt;'],
    ['a\nb', 'a b'],
    ['größe 1', 'größe 1'],
  ])('turns %j into %j', (text, markup) => {
    expect(escapeMarkup(text)).toBe(markup);
  });

  // GitHub's renderer (cmark-gfm) links an e-mail address after it has resolved character references.
  test.each([
    ['me@shop.example', 'me<span>&#64;</span>shop&#46;example'],
    ['xmpp:me@shop.example', 'xmpp&#58;me<span>&#64;</span>shop&#46;example'],
    ['WWW.shop.example', 'WWW<span>&#46;</span>shop&#46;example'],
    ['https://shop.example', 'https<span>&#58;</span>&#47;&#47;shop&#46;example'],
  ])('breaks up %s, which would be a link', (text, markup) => {
    expect(escapeMarkup(text)).toBe(markup);
  });

  test('leaves no mark that can act in Markdown or HTML, and shows the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('www.a', 'a@b.c', 'x://y')), (text) => {
        const markup = escapeMarkup(text);
        expect(markup.replace(/&#\d+;|<\/?span>/gu, '')).not.toMatch(/[!#$%&*+./:<=>?@[\\\]^_`{|}~]/u);
        expect(shown(markup)).toBe(sanitizeLine(text));
      }),
    );
  });
});

describe('Hostile text of a megabyte', () => {
  const HOSTILE = ['\u001b]a;', '\u001b[', '. ', ' :', '<', '&', 'www.', '@', '##[', '💾', '\u001b[1;'];

  // Each pattern that grew with the square of the length would need minutes here.
  test.each([
    ['sanitizeLine', sanitizeLine],
    ['quote', quote],
    ['withFullStop', (text: string) => withFullStop(`${text}x`)],
    ['escapeMarkup', escapeMarkup],
  ])('passes %s', (_name, work) => {
    for (const unit of HOSTILE) expect(work(unit.repeat(MEGABYTE / unit.length)).length).toBeGreaterThan(0);
  });
});
