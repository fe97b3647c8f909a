import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/errors.ts';
import { failureCell } from '../../src/report/cells.ts';
import {
  cautionBlock,
  code,
  concat,
  details,
  joinSections,
  markdown,
  prose,
  table,
} from '../../src/report/markdown.ts';
import { error } from '../support/report-data.ts';
import { shownText } from '../support/shown-text.ts';

/** What is left of rendered text without letters, references and the elements that the report writes. */
function marksIn(rendered: string): string {
  return rendered.replace(/<\/?(?:code|span)>|&#\d+;/gu, '').replace(/[^!#$&*+./:<=>?@[\\\]^_`{|}~]/gu, '');
}

describe('Text that is filled in', () => {
  test('leaves no mark that could act', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(marksIn(markdown`${text}`.text)).toBe('');
        expect(marksIn(code(text).text)).toBe('');
        expect(marksIn(prose(text).text)).toBe('');
        expect(marksIn(concat([text, code(text)]).text)).toBe('');
      }),
    );
  });

  test('stays in one cell of one row', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const lines = table([{ head: 'A' }, { head: 'B' }], [[text, code(text)]]).split('\n');
        expect(lines).toHaveLength(3);
        expect(lines[2]?.split('|')).toHaveLength(4);
      }),
    );
  });

  test('keeps what was rendered before', () => {
    expect(markdown`${code('801')} before ${'a_b'}`.text).toBe('<code>801</code> before a&#95;b');
  });
});

describe('A sentence', () => {
  test.each([
    ['set `keep: 3` or `on_limit`', 'set <code>keep&#58; 3</code> or <code>on&#95;limit</code>'],
    ['an odd ` stays', 'an odd &#96; stays'],
    ['`a` and `b', '<code>a</code> and &#96;b'],
    ['', ''],
  ])('shows what is between backticks as code: %s', (text, rendered) => {
    expect(prose(text).text).toBe(rendered);
  });
});

test('A long table says how many rows it leaves out', () => {
  const rows = Array.from({ length: 1000 }, () => ['x'.repeat(1000)]);
  const text = table([{ head: 'A' }], rows);
  expect(text.length).toBeLessThan(160_000);
  expect(text.split('\n').filter((line) => line.startsWith('| x'))).toHaveLength(149);
  expect(text.endsWith('\n\n… and 851 more. The log lists them all.')).toBe(true);
});

test('A long error is cut, and says so', () => {
  const message = Array.from({ length: 100 }, (_, index) => `line ${index + 1} ${'x'.repeat(2000)}`).join('\n');
  const lines = shownText(cautionBlock(message))
    .split('\n')
    .filter((line) => line !== '>');
  expect(lines.map((line) => line.slice(0, 41)).slice(-2)).toEqual([
    `> line 60 ${'x'.repeat(31)}`,
    '> … and 40 more lines; see the log.',
  ]);
  expect(Math.max(...lines.map(({ length }) => length))).toBe(1002);
});

test('Sections that are empty or missing leave no gap', () => {
  expect(joinSections('a', '', undefined, markdown`b`, markdown``)).toBe('a\n\nb');
  expect(details(markdown`<b>t</b>`, '| a |')).toBe('<details><summary><b>t</b></summary>\n\n| a |\n\n</details>');
});

test('An error in a table says what is there now, but not a list of all snapshots', () => {
  const failure = new ActionError({
    summary: 'Server 4 (web-4) could not be started again.',
    state: ['THE SERVER IS DOWN.', ...Array.from({ length: 20 }, (_, index) => `  80${index} "before", completed`)],
    hint: 'Start it.',
  });
  const text = shownText(failureCell(failure, 'server 4 (web-4)').text);
  expect(text).toMatch(/^could not be started again\. THE SERVER IS DOWN\. 800 "before", completed/u);
  expect(text.length).toBeLessThan(360);
  expect(text).toMatch(/ Start it\.$/u);
});

test('An error in a table leaves out what the row names already', () => {
  const failure = error('Server 4 (web-4) has reached the limit.');
  expect(shownText(failureCell(failure, 'server 4 (web-4)').text)).toBe(
    'has reached the limit. The server was not changed. Re-run the job.',
  );
  expect(shownText(failureCell(failure, 'server 4').text)).toBe(
    '(web-4) has reached the limit. The server was not changed. Re-run the job.',
  );
  expect(shownText(failureCell(failure, 'server 5').text)).toBe(
    'Server 4 (web-4) has reached the limit. The server was not changed. Re-run the job.',
  );
});
