import { describe, expect, test } from '@jest/globals';
import { CancelledError } from '../../src/errors.ts';
import { type PostOnceOptions, postOnce } from '../../src/polling/post-once.ts';
import { CertificateError, InvalidResponseError, RequestError } from '../../src/vps/errors.ts';
import type { ApiRequest } from '../../src/vps/exchange.ts';
import { errorFor } from '../../src/vps/http-status.ts';
import { rejectionOf, respond } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const POST: ApiRequest = { method: 'POST', path: '/snapshots/' };
const RESET = new RequestError(POST, 'read ECONNRESET', true);
const REFUSED = new RequestError(POST, 'connect ECONNREFUSED', false);
const HOUR_MS = 3_600_000;

function statusError(status: number, retryAfterMs?: number) {
  return errorFor(POST, respond(status, {}), retryAfterMs);
}

type Hooks = Pick<PostOnceOptions<string>, 'findApplied' | 'onRefusalAfterLoss' | 'retryRefusalForMs'>;

/** Sends against an API whose responses are these in turn, the last one for ever; by default nothing is ever found. */
function createSend(replies: readonly (string | Error)[], hooks: Partial<Hooks> = {}, timeoutMs = HOUR_MS) {
  const test = createTestContext();
  const lines: string[] = [];
  const searches: unknown[] = [];
  let sends = 0;
  const work = async () =>
    await postOnce<string>(
      {
        send: async () => {
          const reply = replies[Math.min(sends, replies.length - 1)];
          sends += 1;
          if (reply instanceof Error) throw reply;
          return reply ?? '';
        },
        onRefusalAfterLoss: async () => undefined,
        retryRefusalForMs: async () => 0,
        log: (line) => lines.push(line),
        ...hooks,
        findApplied: async (lost) => {
          searches.push(lost);
          return await (hooks.findApplied?.(lost) ?? undefined);
        },
      },
      test.context,
      test.deadline(timeoutMs),
    );
  return { ...test, work, lines, searches, sends: () => sends };
}

describe('A POST', () => {
  test('that succeeds is sent once, without a pause or a word', async () => {
    const { work, sends, clock, lines, searches } = createSend(['done']);
    expect(await work()).toBe('done');
    expect([sends(), clock.pauses, lines, searches]).toEqual([1, [], [], []]);
  });

  test.each([
    ['a refused connection', REFUSED],
    ['a 429', statusError(429)],
  ])('that certainly had no effect is sent again without a search: %s', async (_what, error) => {
    const { work, sends, searches, lines, clock } = createSend([...Array(9).fill(error), 'done']);
    expect(await work()).toBe('done');
    expect(sends()).toBe(10);
    expect(searches).toEqual([]);
    expect(lines).toEqual(Array(9).fill(`${error.message}; nothing was started, retrying`));
    // Full jitter at one half: from 0.5 s on, doubling up to 15 s.
    expect(clock.pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]);
  });

  test('waits as long as Retry-After asks', async () => {
    const { work, clock } = createSend([statusError(429, 50_000), 'done']);
    await work();
    expect(clock.pauses).toEqual([50_000]);
  });

  test('is sent once more before the timeout, and ends with the error', async () => {
    const error = statusError(429, 50_000);
    const { work, sends, clock } = createSend([error], {}, 120_000);
    expect(await rejectionOf(work())).toBe(error);
    expect(sends()).toBe(4);
    expect(clock.monotonicMs()).toBe(118_000);
  });

  test('is not sent again after a certificate that is not trusted', async () => {
    const error = new CertificateError(POST, 'CERT_HAS_EXPIRED', undefined);
    const { work, sends, searches } = createSend([error]);
    expect(await rejectionOf(work())).toBe(error);
    expect([sends(), searches]).toEqual([1, []]);
  });

  test('ends with the reason if the job is cancelled in a pause', async () => {
    const { work, clock, abort, sends } = createSend([REFUSED]);
    const reason = new CancelledError('SIGTERM');
    clock.onPause = () => abort.abort(reason);
    expect(await rejectionOf(work())).toBe(reason);
    expect(sends()).toBe(1);
  });

  test('ends with a defect of the action at once', async () => {
    const error = new TypeError('x');
    const { work, sends, searches } = createSend([error], { retryRefusalForMs: async () => HOUR_MS });
    expect(await rejectionOf(work())).toBe(error);
    expect([sends(), searches]).toEqual([1, []]);
  });
});

const LOSSES = [
  ['a reset', RESET],
  ['a response that cannot be read', new InvalidResponseError(POST, 'cut off')],
  ...[408, 425, 500, 501, 502, 503, 504, 520, 522, 524, 530].map(
    (status) => [`a ${status}`, statusError(status)] as const,
  ),
] as const;

describe('A POST whose response was lost', () => {
  test.each(LOSSES)('by %s is looked for, and not sent again if it is found', async (_what, error) => {
    const { work, sends, searches, lines } = createSend([error, 'second'], { findApplied: async () => 'found' });
    expect(await work()).toBe('found');
    expect(sends()).toBe(1);
    expect(searches).toEqual([error]);
    expect(lines).toEqual([`${error.message}; checking whether it was started anyway`]);
  });

  test.each(LOSSES)('by %s is sent again if it is not found', async (_what, error) => {
    const { work, sends, lines, clock } = createSend([error, 'second']);
    expect(await work()).toBe('second');
    expect(sends()).toBe(2);
    expect(lines.at(-1)).toBe('it was not started; sending it again');
    expect(clock.pauses).toEqual([]);
  });

  test('is found even if what is found is empty', async () => {
    const { work, sends } = createSend([RESET, 'second'], { findApplied: async () => '' });
    expect(await work()).toBe('');
    expect(sends()).toBe(1);
  });

  test('is sent three times at most, and looked for after the last one too', async () => {
    const { work, sends, searches } = createSend([RESET]);
    expect(await rejectionOf(work())).toBe(RESET);
    expect(sends()).toBe(3);
    expect(searches).toHaveLength(3);
  });

  test('is found after the third loss', async () => {
    let count = 0;
    const findApplied = async () => (++count === 3 ? 'found' : undefined);
    const { work, sends } = createSend([RESET], { findApplied });
    expect(await work()).toBe('found');
    expect(sends()).toBe(3);
  });

  test('does not count what surely had no effect as a loss', async () => {
    const { work, sends } = createSend([RESET, REFUSED, RESET, REFUSED, 'done']);
    expect(await work()).toBe('done');
    expect(sends()).toBe(5);
  });

  test('ends with what the search throws', async () => {
    const error = new Error('undecided');
    const findApplied = async () => {
      throw error;
    };
    const { work, sends } = createSend([RESET], { findApplied });
    expect(await rejectionOf(work())).toBe(error);
    expect(sends()).toBe(1);
  });
});

describe('A POST that is refused', () => {
  test.each([400, 401, 403, 404, 405, 409, 410, 422, 423, 302])('with a %d is not sent again', async (status) => {
    const error = statusError(status);
    const asked: unknown[] = [];
    const onRefusalAfterLoss = async (refusal: unknown) => String(asked.push(refusal));
    const { work, sends, searches } = createSend([error], { onRefusalAfterLoss });
    expect(await rejectionOf(work())).toBe(error);
    // Nothing was lost before: it is just a refusal.
    expect([sends(), searches, asked]).toEqual([1, [], []]);
  });

  test('after a loss means what the caller says', async () => {
    const refusal = statusError(409);
    const asked: unknown[] = [];
    const onRefusalAfterLoss = async (error: unknown) => {
      asked.push(error);
      return 'started';
    };
    const { work, sends } = createSend([RESET, refusal], { onRefusalAfterLoss });
    expect(await work()).toBe('started');
    expect([sends(), asked]).toEqual([2, [refusal]]);
  });

  test('after a loss is just a refusal if the caller says so', async () => {
    const refusal = statusError(409);
    expect(await rejectionOf(createSend([RESET, refusal]).work())).toBe(refusal);
  });

  test('is tried again for as long as the caller says, from the first refusal on', async () => {
    const busy = statusError(409);
    const { work, clock, sends, lines } = createSend([busy], { retryRefusalForMs: async () => 60_000 });
    clock.advance(30_000);
    expect(await rejectionOf(work())).toBe(busy);
    // 30 + 0.5 + 1 + 2 + 4 + 8 + 15 + 15 s, and what is left of the minute.
    expect(clock.monotonicMs()).toBe(90_000);
    expect(sends()).toBe(9);
    expect(lines[0]).toBe(`${busy.message}; nothing was started, retrying`);
  });

  test('counts the time of both kinds of refusal, from the first one on', async () => {
    const busy = statusError(409);
    const bad = statusError(400);
    const forMs = async (error: unknown) => (error === busy ? 600_000 : 5000);
    const { work, sends } = createSend([busy, busy, busy, busy, bad], { retryRefusalForMs: forMs });
    expect(await rejectionOf(work())).toBe(bad);
    expect(sends()).toBe(5);
  });

  test('is tried again before that time is over, however long Retry-After asks to wait', async () => {
    const busy = statusError(409, 3_000_000);
    const { work, clock, sends } = createSend([busy], { retryRefusalForMs: async () => 60_000 });
    expect(await rejectionOf(work())).toBe(busy);
    expect(clock.monotonicMs()).toBe(60_000);
    expect(sends()).toBe(2);
  });

  test('succeeds when it is no longer refused', async () => {
    const { work, clock } = createSend([statusError(423), statusError(409), 'done'], {
      retryRefusalForMs: async () => 60_000,
    });
    expect(await work()).toBe('done');
    expect(clock.pauses).toEqual([500, 1000]);
  });

  test('ends at the timeout, however long the caller would continue', async () => {
    const busy = statusError(409);
    const { work, clock } = createSend([busy], { retryRefusalForMs: async () => HOUR_MS }, 10_000);
    expect(await rejectionOf(work())).toBe(busy);
    expect(clock.monotonicMs()).toBe(8000);
  });
});
