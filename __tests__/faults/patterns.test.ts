import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import * as v from 'valibot';
import { Deadline, systemClock } from '../../src/clock.ts';
import { shortSha } from '../../src/format.ts';
import { sendNotification } from '../../src/notify/send-notification.ts';
import { createRedactor } from '../../src/redact.ts';
import { readMarker, seriesLabel } from '../../src/snapshots/marker.ts';
import { escapeMarkup, quote, sanitizeLine, truncate, withFullStop } from '../../src/text.ts';
import { allowedInName } from '../../src/vps/allowed-name.ts';
import { errorFor } from '../../src/vps/http-status.ts';
import { parseTime } from '../../src/vps/time.ts';
import { withRedaction } from '../../src/vps/with-redaction.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MEBIBYTE = 1024 * 1024;
/** A pattern whose time is proportional to the square of the length takes seconds on this many characters. */
const SHORT = 32 * 1024;
const SHORT_MS = 250;
/** The longest CPU time for a mebibyte, in milliseconds. */
const MAX_MS = 200;
/** Functions do several things with a text. */
const MAX_FUNCTION_MS = 1000;
/** A sample is pumped at this many of its places at most. */
const PLACES = 12;
/** At the end of a text, so that a pattern which ran up to there fails. */
const NO_MATCH = '\u0000\n\u{10ffff}';

/** What texts from outside are full of when they are meant to take time. */
const UNITS = [
  ...[
    'a',
    '0',
    'A',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '.',
    '/',
    '\\',
    '<',
    '>',
    '&',
    '%',
    '@',
    ':',
    '-',
    '_',
    '[',
    ']',
    '(',
    '#',
  ],
  ...['"', "'", '`', '{', '}', '=', '?', ',', ';', '€', '\u001b', '\u001b[', '\u001b[31m', '\u001b]8;;', '\u009b1;'],
  ...['\u200b', '\ud800', '\u{1f600}', '<script>', '</script', '<style ', '<a ', '<!--', '&#', '&#60;', '&amp;', '%41'],
  ...[
    '\\u0041',
    '\\"',
    '\\\\',
    '"password":"',
    'password',
    'https://',
    'www.',
    '::',
    '##[',
    '[vps-snapshot:1:',
    'deadbeef',
  ],
  ...['limit ', 'name ', 'valid state ', '2025-01-16T', '+00:00', '1.5', '](', 'vps_'],
];

const Literal = v.object({ type: v.literal('RegExpLiteral'), pattern: v.string(), flags: v.string() });

interface Pattern {
  readonly file: string;
  readonly pattern: RegExp;
}

/** Every pattern in a file of the source. */
function patternsIn(file: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const literal = v.safeParse(Literal, node);
    if (literal.success) found.push({ file, pattern: new RegExp(literal.output.pattern, literal.output.flags) });
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(readFileSync(join(ROOT, file), 'utf8'), { syntax: 'typescript' }));
  return found;
}

const PATTERNS = globSync('src/**/*.ts', { cwd: ROOT }).sort().flatMap(patternsIn);

/** Texts of all kinds that the patterns are made for: each pattern matches at least one. */
const SAMPLES = [
  '$' + '{{ secrets.VPS_API_TOKEN }}',
  'rollback_if is true',
  '[vps-snapshot:1:0123456789abcdef:0123456789abcdef:0123456789abcdef:7001:1] acme/shop@3f2a9c1 series "deploy.yml/\\"x"',
  '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c',
  '2025-01-16T18:52:13.123456+02:00',
  'Thu, 16 Jan 2025 18:52:13 GMT',
  '1737053533.5',
  '2025-01-16T18:52:13.000Z',
  'a11ce5e4-0000-4000-8000-000000012345',
  '12345',
  'acme/shop',
  'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  'acme/vps-snapshot@v1',
  'refs/heads/main',
  'https://admin.vps.org/api/v1',
  'https:',
  '127.0.0.1',
  '[::1]',
  '{short_sha}-{run_id}',
  'vps_8fK2mQ9xZr47LpWc1TnB8fK2mQ9xZr47LpWc1TnB',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'name: a snapshot of this name already exists',
  'Invalid page.',
  '", "id": 1}',
  'server 12345 (web-1) is suspended.',
];

/** A text that begins like one that matches and then continues without an end. */
interface Pump {
  readonly start: string;
  readonly unit: string;
}

function pumpsOf(pattern: RegExp): Pump[] {
  const ofSamples = SAMPLES.filter((sample) => sample.search(pattern) >= 0).flatMap((sample) => {
    const step = Math.max(1, Math.ceil(sample.length / PLACES));
    const places = Array.from({ length: PLACES }, (_, index) => index * step).filter((at) => at < sample.length);
    return places.flatMap((at) =>
      [1, 3].map((length) => ({ start: sample.slice(0, at), unit: sample.slice(at, at + length) })),
    );
  });
  return [...UNITS.map((unit) => ({ start: '', unit })), ...ofSamples];
}

function textOf({ start, unit }: Pump, length: number): string {
  return `${start}${unit.repeat(Math.ceil(length / unit.length))}${NO_MATCH}`;
}

/** The CPU time that some work takes in this process, in milliseconds: a busy machine does not change it. */
function timeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('finds the patterns of the source', () => {
  expect(PATTERNS.length).toBeGreaterThan(40);
});

/** Finds the pumps that take the longest on a short text, and asserts that the work is fast on a mebibyte of them too. */
function expectLinear(pumps: readonly Pump[], run: (text: string) => unknown, maxMs: number): void {
  const slowest = pumps
    .map((pump) => ({ pump, ms: timeOf(() => run(textOf(pump, SHORT))) }))
    .sort((a, b) => b.ms - a.ms);
  expect(slowest.filter(({ ms }) => ms > SHORT_MS)).toEqual([]);
  const long = slowest.slice(0, 3).map(({ pump }) => {
    const text = textOf(pump, MEBIBYTE);
    return { pump, ms: timeOf(() => run(text)) };
  });
  expect(long.filter(({ ms }) => ms > maxMs)).toEqual([]);
}

test.each(PATTERNS)('runs $pattern of $file in linear time', ({ pattern }) => {
  expect([...SAMPLES, ...UNITS].some((text) => text.search(pattern) >= 0)).toBe(true);
  expectLinear(pumpsOf(pattern), (text) => text.replace(pattern, ''), MAX_MS);
});

const redact = createRedactor(['vps_8fK2mQ9xZr47LpWc1TnB', 'https://hooks.example/services/T000/B0000000/abcDEF123']);
const REQUEST = { method: 'GET', path: '/snapshots/' } as const;
const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  sanitizeLine,
  quote,
  withFullStop,
  truncate: (text) => truncate(text, 100),
  escapeMarkup,
  redact,
  shortSha,
  allowedInName,
  parseTime,
  readMarker: (description) => readMarker({ description }),
  seriesLabel: (description) => seriesLabel({ description }),
  errorFor: (body) => errorFor(REQUEST, { status: 502, headers: {}, body }),
  sendNotification: (text) => sendNotification('https://hooks.example/', text, () => Promise.reject(), redact),
};

test.each(Object.entries(FUNCTIONS))('runs %s on a mebibyte in time', (_name, run) => {
  expectLinear(
    UNITS.map((unit) => ({ start: '', unit })),
    run,
    MAX_FUNCTION_MS,
  );
});

test.each(['', '"password":"', "\\\\'password': "])('redacts the largest response in time, after %j', async (start) => {
  const slow: unknown[] = [];
  for (const unit of ['a', ' ', '\\', '"', '&amp;', '\u001b[31m', '\u200b', 'vps_8fK2']) {
    const body = textOf({ start, unit }, 8 * MEBIBYTE - 100);
    const link = withRedaction(async () => ({ status: 200, headers: {}, body }), redact);
    const before = process.cpuUsage();
    await link(REQUEST, new Deadline(systemClock, 1000));
    const ms = process.cpuUsage(before).user / 1000;
    if (ms > 8 * MAX_FUNCTION_MS) slow.push({ unit, ms });
  }
  expect(slow).toEqual([]);
});
