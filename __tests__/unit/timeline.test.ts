import { describe, expect, test } from '@jest/globals';
import { type Stretch, timeline } from '../../src/report/timeline.ts';
import { id } from '../support/run-in-hand.ts';

const AT = Date.parse('2025-01-16T12:00:00Z');
const stretch = (server: string, rest: Partial<Stretch> = {}): Stretch => {
  return { server: id(server), name: `web-${server}`, beganAt: AT, tookMs: 372_000, failed: false, ...rest };
};
const bars = (...stretches: Stretch[]) => timeline('Title', stretches).split('\n').slice(6, -1);

describe('The timeline', () => {
  test('has a bar for each server, from its beginning to its end', () => {
    const second = stretch('2', { beganAt: AT + 1400, tookMs: 500_000, failed: true });
    expect(timeline('From here to there', [stretch('1'), second])).toBe(
      [
        '```mermaid',
        'gantt',
        '  title From here to there (UTC)',
        '  dateFormat YYYY-MM-DDTHH:mm:ss',
        '  axisFormat %H:%M:%S',
        '  todayMarker off',
        '  1 web-1 · 6 min 12 s :done, 2025-01-16T12:00:00, 2025-01-16T12:06:12',
        '  2 web-2 · 8 min 20 s :crit, 2025-01-16T12:00:01, 2025-01-16T12:08:21',
        '```',
      ].join('\n'),
    );
  });

  test('leaves out what did not begin, or whose end was not seen', () => {
    const all = [stretch('1'), stretch('2', { beganAt: undefined }), stretch('3', { tookMs: undefined }), stretch('4')];
    expect(bars(...all).map((line) => line.trim().split(' ')[0])).toEqual(['1', '4']);
  });

  test('is not there for one server', () => {
    expect(timeline('Title', [stretch('1'), stretch('2', { tookMs: undefined })])).toBe('');
  });

  test('lets no name of a server act on Mermaid, on the page or on the width', () => {
    const hostile = [
      'a:crit, 0, 1\n  b',
      '```\n<img src=x>',
      '%%{init: {}}%%',
      'click x href "javascript:1"',
      'section',
      'x'.repeat(900),
    ];
    const lines = bars(...hostile.map((name, index) => stretch(String(index + 1), { name })));
    expect(lines).toHaveLength(hostile.length);
    for (const line of lines) expect(line).toMatch(/^ {2}\d+ [\w-]{1,40} · 6 min 12 s :done, [\d:T-]+, [\d:T-]+$/u);
  });

  test('has the id alone of a server without a name', () => {
    expect(bars(stretch('1', { name: '' }), stretch('2'))[0]).toContain('  1 · 6 min 12 s :');
  });
});
