import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { Failure } from '../../src/failure.ts';
import { createOnce } from '../../src/snapshots/create.ts';
import { provenanceLine } from '../../src/snapshots/provenance.ts';
import { restoreOnce } from '../../src/snapshots/restore.ts';
import { BadRequest, CertificateRefused, NoAnswer, PassingFault } from '../../src/vps/errors.ts';
import type { Answer, Exchange } from '../../src/vps/transport.ts';
import { answer, id, JOB, listOf, runInHand, serverJson, snapshotJson, snapshotOf } from '../support/run-in-hand.ts';

const SERVER = id('12345');
const ORDER = { server: SERVER, name: 'before', description: 'x' };
const OURS = provenanceLine(JOB, SERVER);

/** What becomes of one POST: an answer, or what the transport throws. */
type Post = (exchange: Exchange) => Answer;
const reset: Post = (exchange) => {
  throw new NoAnswer(exchange, 'read ECONNRESET', true);
};
const refused: Post = (exchange) => {
  throw new NoAnswer(exchange, 'connect ECONNREFUSED', false);
};
const created: Post = () => answer(201, snapshotJson(801, 'in_progress'));

/** Makes one snapshot under an API whose POSTs end so, one after the other, and whose list depends on the time. */
function making(posts: readonly Post[], listAt: (passedMs: number) => Answer, minutes = 60, before: string[] = []) {
  const left = [...posts];
  const hand = runInHand((exchange, passedMs) => {
    if (exchange.method === 'GET') return listAt(passedMs);
    const post = left.shift();
    if (!post) throw new Error('more POSTs than were thought of');
    return post(exchange);
  });
  const deadline = new Deadline(hand.clock, minutes * 60_000);
  const work = () => createOnce(ORDER, new Set(before.map(id)), hand.run, deadline);
  const posted = () => hand.requests.filter((request) => request.startsWith('POST')).length;
  return { ...hand, work, posted };
}

/** A snapshot in the list, of a name and a description. */
const shown = (number: number, name: string, description: string, server = 12345) => ({
  ...snapshotJson(number, 'in_progress', server),
  name,
  description,
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('A create', () => {
  test('that is answered is sent once, and nothing is looked for', async () => {
    const { work, requests } = making([created], () => listOf());
    expect((await work()).id).toBe('801');
    expect(requests).toEqual(['POST /snapshots/']);
  });

  test.each<[string, Post]>([
    ['a reset', reset],
    ['a 500', () => answer(500, {})],
    ['a 501, which is a passing fault of a POST too', () => answer(501, {})],
    ['a 408', () => answer(408, {})],
    ['an answer that cannot be read', () => ({ status: 201, retryAfter: undefined, body: '{"id": 8' })],
  ])('that ends with %s is looked for, and the one with our marker is taken', async (_how, post) => {
    const list = listOf(shown(802, 'other-name', OURS), shown(803, 'before', ''));
    const { work, posted, clock } = making([post], () => list);
    expect((await work()).id).toBe('802');
    expect(posted()).toBe(1);
    // It was there at the first look.
    expect(clock.passed()).toBe(5000);
  });

  test('is taken by its name where no marker is ours and it has none of anyone', async () => {
    const theirs = provenanceLine({ ...JOB, repository: 'acme/other' }, SERVER);
    const list = listOf(shown(802, 'before', theirs), shown(803, 'before', 'by hand'), shown(804, 'else', ''));
    expect((await making([reset], () => list).work()).id).toBe('803');
  });

  test('is not taken for what an earlier attempt of this step made', async () => {
    const earlier = provenanceLine({ ...JOB, attempt: 0 }, SERVER);
    const { work, posted } = making([reset, created], () => listOf(shown(802, 'before', earlier)));
    expect((await work()).id).toBe('801');
    expect(posted()).toBe(2);
  });

  test('is not taken for what was there before, or is on another server', async () => {
    const list = listOf(shown(700, 'before', OURS), shown(701, 'before', OURS, 222));
    const { work, posted } = making([reset, created], () => list, 60, ['700']);
    expect((await work()).id).toBe('801');
    expect(posted()).toBe(2);
  });

  test('that could be several is an error that names them, and is not sent again', async () => {
    const { work, posted } = making([reset], () => listOf(shown(802, 'before', OURS), shown(803, 'before', OURS)));
    const error = await failureOf(work());
    expect(error).toBeInstanceOf(Failure);
    expect(String(error)).toMatch(/802 "before" \(in_progress\), 803 "before"/u);
    expect(posted()).toBe(1);
  });

  test('is sent again when the list could be read for a minute and did not show it, not a moment before', async () => {
    const { work, clock, requests } = making([reset, created], () => listOf());
    await work();
    // The first look is after 5 s, and counts from there.
    expect(clock.passed()).toBe(65_000);
    expect(requests.filter((request) => request.startsWith('GET'))).toHaveLength(13);
  });

  test('is waited for longer where the list cannot be read at first, with signs of life', async () => {
    const { work, clock, runner } = making([reset, created], (passedMs) =>
      passedMs < 100_000 ? answer(502, {}) : listOf(),
    );
    await work();
    expect(clock.passed()).toBe(160_000);
    expect(runner.lines).toContainEqual(expect.stringMatching(/^ {2}server 12345: GET .* was answered 502/u));
    expect(runner.lines).toContain('  server 12345: no sign of it after 1 min 30 s');
  });

  test('is found when the list shows it late, within the minute', async () => {
    const { work, posted } = making([reset], (passedMs) =>
      passedMs < 60_000 ? listOf() : listOf(shown(802, 'before', OURS)),
    );
    expect((await work()).id).toBe('802');
    expect(posted()).toBe(1);
  });

  test('is sent three times at most', async () => {
    const { work, posted } = making([reset, reset, reset], () => listOf());
    expect(await failureOf(work())).toBeInstanceOf(NoAnswer);
    expect(posted()).toBe(3);
  });

  test.each([401, 403])('is not known to have begun where the list is answered %i', async (status) => {
    const { work, posted } = making([reset], () => answer(status, { detail: 'No.' }));
    expect(String(await failureOf(work()))).toMatch(
      /Whether snapshot "before" of server 12345 was begun is not known/u,
    );
    expect(posted()).toBe(1);
  });

  test('is not known to have begun where the deadline comes first', async () => {
    const { work, posted } = making([reset], () => listOf(), 0.5);
    expect(String(await failureOf(work()))).toContain('the time of timeout_minutes was over');
    expect(posted()).toBe(1);
  });

  test('that is refused after an answer was lost is looked for once more', async () => {
    const full: Post = () => answer(400, { error: 'Snapshot limit reached.' });
    const { work } = making([reset, full], (passedMs) =>
      passedMs < 70_000 ? listOf() : listOf(shown(802, 'before', OURS)),
    );
    expect((await work()).id).toBe('802');
  });

  test('that is refused after an answer was lost, and is not there, is refused', async () => {
    const full: Post = () => answer(400, { error: 'Snapshot limit reached.' });
    expect(await failureOf(making([reset, full], () => listOf()).work())).toBeInstanceOf(BadRequest);
  });

  test('that is refused at once is not looked for', async () => {
    const { work, requests } = making([() => answer(400, {})], () => listOf());
    expect(await failureOf(work())).toBeInstanceOf(BadRequest);
    expect(requests).toEqual(['POST /snapshots/']);
  });

  test('that never reached the API is sent again without a look, five times', async () => {
    const five = making([...Array(5).fill(refused), created], () => listOf());
    expect((await five.work()).id).toBe('801');
    expect(five.requests).toEqual(Array(6).fill('POST /snapshots/'));
    const six = making(Array(6).fill(refused), () => listOf());
    expect(await failureOf(six.work())).toBeInstanceOf(NoAnswer);
    expect(six.posted()).toBe(6);
  });

  test('that a certificate stopped is not sent again', async () => {
    const stopped: Post = (exchange) => {
      throw new CertificateRefused(exchange, 'CERT_HAS_EXPIRED', undefined);
    };
    const { work, requests } = making([stopped], () => listOf());
    expect(await failureOf(work())).toBeInstanceOf(CertificateRefused);
    expect(requests).toHaveLength(1);
  });

  test('that is answered 429 is sent again for as long as the deadline allows, after Retry-After', async () => {
    const busy: Post = () => answer(429, {}, '50');
    const { work, clock, posted } = making([...Array(9).fill(busy), created], () => listOf());
    await work();
    expect(posted()).toBe(10);
    expect(clock.passed()).toBe(9 * 50_000);
    const late = making(Array(3).fill(busy), () => listOf(), 2);
    expect(await failureOf(late.work())).toBeInstanceOf(PassingFault);
    expect(late.posted()).toBe(3);
  });

  test('that ends with a defect of the action is not sent again', async () => {
    const broken: Post = () => {
      throw new TypeError('a defect');
    };
    const { work, requests } = making([broken], () => listOf());
    expect(await failureOf(work())).toBeInstanceOf(TypeError);
    expect(requests).toHaveLength(1);
  });
});

describe('A restore', () => {
  const TARGET = snapshotOf(801, 'completed');
  const accepted: Post = () => answer(200, { server: serverJson(12345, 'restoring') });

  /** Begins one restore under an API whose POSTs end so, and whose servers depend on the time. */
  function restoring(posts: readonly Post[], statusAt: (passedMs: number) => string) {
    const left = [...posts];
    const hand = runInHand((exchange, passedMs) => {
      if (exchange.method === 'GET') return listOf(serverJson(222, 'restoring'), serverJson(12345, statusAt(passedMs)));
      return (left.shift() ?? reset)(exchange);
    });
    const posted = () => hand.requests.filter((request) => request.startsWith('POST')).length;
    return { ...hand, posted, work: () => restoreOnce(TARGET, hand.run, new Deadline(hand.clock, 3_600_000)) };
  }

  test('that is answered is sent once', async () => {
    const { work, requests } = restoring([accepted], () => 'active');
    expect(await work()).toBe('restoring');
    expect(requests).toEqual(['POST /snapshots/801/restore/']);
  });

  test('whose answer was lost has begun when its own server is restoring', async () => {
    const { work, posted } = restoring([reset], (passedMs) => (passedMs < 30_000 ? 'active' : 'restoring'));
    expect(await work()).toBe('restoring');
    expect(posted()).toBe(1);
  });

  test('whose answer was lost is sent again when its server was not restoring for a minute', async () => {
    const { work, posted, clock } = restoring([reset, accepted], () => 'active');
    expect(await work()).toBe('restoring');
    expect(posted()).toBe(2);
    expect(clock.passed()).toBe(65_000);
  });

  test('whose answer was lost, and whose servers cannot be read, is undecided, and says so', async () => {
    const hand = runInHand((exchange) =>
      exchange.method === 'GET' ? answer(403, { detail: 'No.' }) : reset(exchange),
    );
    const failure = await failureOf(restoreOnce(TARGET, hand.run, new Deadline(hand.clock, 3_600_000)));
    expect(failure).toBeInstanceOf(Failure);
    expect(String(failure)).toMatch(/Whether the restore of snapshot 801 .*ECONNRESET.*; then .*403: No\./u);
    expect(hand.requests).toEqual(['POST /snapshots/801/restore/', 'GET /servers/']);
  });

  test('that is then refused because the server is in no valid state has begun', async () => {
    const invalid: Post = () => answer(400, { error: 'Server is not in a valid state for restore.' });
    expect(await restoring([reset, invalid], () => 'active').work()).toBe('');
  });

  test.each([
    ['for another reason', 400, 'Restores are off.'],
    ['because the snapshot is gone', 404, 'Not in a valid state.'],
  ])('that is then refused %s has not', async (_why, status, error) => {
    const { work } = restoring([reset, () => answer(status, { error })], () => 'active');
    expect(await failureOf(work())).toMatchObject({ status });
  });

  test('that is refused at once for its state has not begun', async () => {
    const invalid: Post = () => answer(400, { error: 'Server is not in a valid state for restore.' });
    expect(await failureOf(restoring([invalid], () => 'active').work())).toBeInstanceOf(BadRequest);
  });
});
