import { expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { checkOutputs, checkSummary } from '../../src/report/check-report.ts';
import { inputErrorSummary } from '../../src/report/plain-summary.ts';
import { shownText } from '../support/shown-text.ts';

const CHECK = {
  url: 'https://shop.example.com/health?key=secret',
  healthy: true,
  lastResult: 'it returned 200',
  durationMs: 61_000,
};

test('A health check has its verdict in the heading, and no query of the URL', () => {
  expect(shownText(checkSummary(CHECK))).toBe(
    '### ✅ VPS.org health check: healthy after 1 min 1 s\n\nshop.example.com/health, last result: it returned 200\n\n',
  );
  expect(shownText(checkSummary({ ...CHECK, healthy: false, lastResult: '<b>502</b>' }))).toContain(
    '### ❌ VPS.org health check: not healthy within 1 min 1 s',
  );
  expect(checkSummary({ ...CHECK, lastResult: '<b>502</b>' })).not.toContain('<b>');
});

test('The outputs of a health check are healthy and duration_seconds', () => {
  expect(checkOutputs(CHECK)).toEqual({ healthy: 'true', duration_seconds: '61' });
});

test('Invalid inputs have a summary with every problem', () => {
  const summary = inputErrorSummary(
    new ActionError({
      summary: '2 invalid inputs:',
      state: ['  server_id is "<b>web</b>"', '  mode is "x"'],
      hint: 'No request was sent. Fix the inputs under `with:` in your workflow.',
    }),
  );
  expect(summary).not.toContain('<b>');
  expect(shownText(summary).trimEnd().split('\n')).toEqual([
    '### ❌ VPS.org snapshot action: invalid inputs',
    '',
    '> [!CAUTION]',
    '> 2 invalid inputs:',
    '> - server_id is "<b>web</b>"',
    '> - mode is "x"',
    '>',
    '> No request was sent. Fix the inputs under with: in your workflow.',
  ]);
});
