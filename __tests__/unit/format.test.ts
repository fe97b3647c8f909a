import { describe, expect, test } from '@jest/globals';
import { age, counted, serversInWords, signOfLife, size, span } from '../../src/report/format.ts';

const MINUTE = 60_000;
const USUAL = { words: '3 to 15 min', mostMs: 15 * MINUTE };

describe('A span', () => {
  test.each([
    [0, '0.0 s'],
    [1240, '1.2 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [372_000, '6 min 12 s'],
    [3_599_499, '59 min 59 s'],
    [3_599_500, '1 h 0 min'],
    [5_400_000, '1 h 30 min'],
  ])('of %d ms is %s', (ms, words) => {
    expect(span(ms)).toBe(words);
  });
});

describe('The age of a snapshot', () => {
  const now = Date.parse('2025-01-16T12:00:00Z');
  test.each([
    ['2025-01-16T12:00:00Z', '0 min ago'],
    ['2025-01-16T12:00:05Z', '0 min ago'],
    ['2025-01-16T11:18:00Z', '42 min ago'],
    ['2025-01-16T11:00:00Z', '1 h ago'],
    ['2025-01-14T12:00:01Z', '48 h ago'],
    ['2025-01-14T12:00:00Z', '2 d ago'],
    ['', 'of unknown age'],
  ])('taken at "%s" is %s', (createdAt, words) => {
    expect(age(createdAt, now)).toBe(words);
  });
});

test('A size has its thousands apart, and one that is not known says so', () => {
  expect([size(5120), size(0), size(null)]).toEqual(['5,120 MB', '0 MB', 'size unknown']);
});

test('A number has its noun', () => {
  expect([counted(0, 'server'), counted(1, 'server'), counted(2, 'server')]).toEqual([
    '0 servers',
    '1 server',
    '2 servers',
  ]);
});

describe('Servers in words', () => {
  test('are named while they are few', () => {
    expect(serversInWords(['1'])).toBe('server 1');
    expect(serversInWords(['1', '2', '3', '4', '5'])).toBe('servers 1, 2, 3, 4, 5');
  });

  test('are counted where the line would become too long', () => {
    expect(serversInWords(['1', '2', '3', '4', '5', '6'])).toBe('6 servers');
  });
});

describe('A sign of life', () => {
  test.each([
    [0, '░░░░░░░░░░░░░░░░░░░░'],
    [0.75 * MINUTE, '█░░░░░░░░░░░░░░░░░░░'],
    [7.5 * MINUTE, '██████████░░░░░░░░░░'],
    [15 * MINUTE, '████████████████████'],
    [60 * MINUTE, '████████████████████'],
  ])('after %d ms has the bar %s', (waitedMs, bar) => {
    expect(signOfLife(waitedMs, USUAL, 'in_progress')).toBe(
      `  ${bar} ${span(waitedMs)} gone: in_progress; usual are 3 to 15 min`,
    );
  });
});
