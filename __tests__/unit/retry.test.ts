import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { Cancelled } from '../../src/failure.ts';
import { CertificateRefused, errorFor, NoAnswer, PassingFault, UnreadableAnswer } from '../../src/vps/errors.ts';
import { backoff, passes, retryAfterMs, retrying } from '../../src/vps/retry.ts';
import type { Exchange } from '../../src/vps/transport.ts';
import { START } from '../support/hand-clock.ts';
import { answer, id, listOf, runInHand } from '../support/run-in-hand.ts';

const GET: Exchange = { method: 'GET', path: '/snapshots/' };
const HOUR = 3_600_000;

/** A run in hand that is only waited with, and a call that fails so often with the error. */
function failing(error: unknown, times = Number.POSITIVE_INFINITY) {
  const { run, clock, stop } = runInHand(() => listOf());
  const retries: number[] = [];
  const call = async (retry: number) => {
    retries.push(retry);
    if (retry < times) throw error;
    return 'done';
  };
  return { run, clock, stop, retries, go: (ms: number) => retrying(call, run, new Deadline(clock, ms)) };
}

function fault(status: number, afterMs?: number) {
  return errorFor(GET, answer(status, {}), afterMs);
}

describe('The backoff', () => {
  test('doubles from 1 s and stays at 30 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 40].map((retry) => backoff(retry, () => 1))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  test('has full jitter: it may be nothing at all', () => {
    expect(backoff(4, () => 0)).toBe(0);
    expect(backoff(4, () => 0.25)).toBe(4000);
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['Thu, 16 Jan 2025 12:00:30 GMT', 30_000],
    ['Thu, 16 Jan 2025 11:00:00 GMT', 0],
  ])('of "%s" is a pause of %d ms', (header, ms) => {
    expect(retryAfterMs(header, START)).toBe(ms);
  });

  test.each([undefined, '', '-1', '1.5', 'soon', '2025-01-16', 'Thu, no date'])('of "%s" says nothing', (header) => {
    expect(retryAfterMs(header, START)).toBeUndefined();
  });
});

describe('What passes', () => {
  test.each([408, 429, 500, 502, 503, 504])('is a %d', (status) => expect(passes(fault(status))).toBe(true));

  test.each([301, 400, 401, 403, 404, 409, 418, 501, 505])('is no %d', (status) => {
    expect(passes(fault(status))).toBe(false);
  });

  test('is a broken connection and an answer that cannot be read', () => {
    expect(passes(new NoAnswer(GET, 'reset', true))).toBe(true);
    expect(passes(new NoAnswer(GET, 'refused', false))).toBe(true);
    expect(passes(new UnreadableAnswer(GET, 'cut'))).toBe(true);
  });

  test('is no certificate and no defect of the action', () => {
    expect(passes(new CertificateRefused(GET, 'CERT_HAS_EXPIRED', undefined))).toBe(false);
    expect(passes(new TypeError('x'))).toBe(false);
  });
});

describe('A GET', () => {
  test('is sent again until it is answered, with growing pauses', async () => {
    const { go, clock, retries } = failing(fault(503), 3);
    expect(await go(HOUR)).toBe('done');
    expect(retries).toEqual([0, 1, 2, 3]);
    expect(clock.slept).toEqual([500, 1000, 2000]);
  });

  test('is sent again five times at most', async () => {
    const { go, retries } = failing(fault(502));
    await expect(go(HOUR)).rejects.toBeInstanceOf(PassingFault);
    expect(retries).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('is not sent again after an error that does not pass', async () => {
    const { go, clock, retries } = failing(fault(401));
    await expect(go(HOUR)).rejects.toMatchObject({ status: 401 });
    expect(retries).toEqual([0]);
    expect(clock.slept).toEqual([]);
  });

  test('waits for as long as Retry-After asks', async () => {
    const { go, clock } = failing(fault(429, 90_000), 1);
    expect(await go(HOUR)).toBe('done');
    expect(clock.slept).toEqual([90_000]);
  });

  test('does not wait less than the backoff because Retry-After is short', async () => {
    const { go, clock } = failing(fault(429, 1), 1);
    await go(HOUR);
    expect(clock.slept).toEqual([500]);
  });

  test('fails at once where Retry-After asks for more time than is left', async () => {
    const { go, clock, retries } = failing(fault(429, HOUR), 1);
    await expect(go(HOUR)).rejects.toMatchObject({ status: 429 });
    expect(retries).toEqual([0]);
    expect(clock.slept).toEqual([]);
  });

  test('ends when the job is cancelled in a pause', async () => {
    const { go, clock, stop, retries } = failing(fault(503));
    clock.whenSlept = () => stop.abort(new Cancelled('SIGINT'));
    await expect(go(HOUR)).rejects.toBeInstanceOf(Cancelled);
    expect(retries).toEqual([0]);
  });
});

describe('A DELETE that answers 404', () => {
  const deleting = (statuses: number[]) => {
    const { run, requests, clock } = runInHand(() => answer(statuses.shift() ?? 204, { detail: 'x' }));
    const deadline = new Deadline(clock, HOUR);
    const call = (retry: number) => run.api.deleteSnapshot(id('801'), retry > 0, deadline);
    return { requests, work: retrying(call, run, deadline) };
  };

  test('is done after a retry', async () => {
    const { requests, work } = deleting([502, 404]);
    await expect(work).resolves.toBeUndefined();
    expect(requests).toHaveLength(2);
  });

  test('is an error at the first try', async () => {
    await expect(deleting([404]).work).rejects.toMatchObject({ status: 404 });
  });
});
