import { describe, expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../src/errors.ts';
import { type CreateOrder, createOnce, isLimitRefusal, isNameRefusal } from '../../src/snapshots/create-once.ts';
import { BadRequestError, BusyError, RequestError, TransientError } from '../../src/vps/errors.ts';
import type { ApiRequest, ApiResponse } from '../../src/vps/exchange.ts';
import { errorFor } from '../../src/vps/http-status.ts';
import { page, rejectionOf, respond, snapshotJson } from '../support/api-responses.ts';
import { createSession, UNLIMITED } from '../support/create-context.ts';
import { descriptionBy, ownMarker, SERVER } from '../support/marked-snapshot.ts';
import { id } from '../support/report-data.ts';

const OWN = descriptionBy();
const ORDER: CreateOrder = {
  server: SERVER,
  name: 'before',
  description: OWN,
  marker: ownMarker(),
  before: [],
  unreadableBefore: 0,
  hasFreedSlot: false,
  ifUnknown: 'Re-run the job.',
};
const HOUR_MS = 3_600_000;

/** What becomes of one POST: a response, or what the transport throws. */
type Post = (request: ApiRequest) => ApiResponse;
const reset: Post = (request) => {
  throw new RequestError(request, 'read ECONNRESET', true);
};
const refused: Post = (request) => {
  throw new RequestError(request, 'connect ECONNREFUSED', false);
};
const created: Post = () => respond(201, snapshotJson(801, { status: 'in_progress' }));
const full: Post = () => respond(400, { error: 'Snapshot limit reached. A server can have at most 5 snapshots.' });
const busy: Post = () => respond(409, { detail: 'The server is busy.' });

/** A snapshot in the list. */
function listed(number: number, name: string, description: string, rest: Record<string, unknown> = {}) {
  return snapshotJson(number, { status: 'in_progress', name, description, ...rest });
}

/** Creates one snapshot against an API whose POSTs end this way, the last for ever, and whose list depends on time. */
function createOne(
  posts: readonly Post[],
  listAt: (passedMs: number) => ApiResponse = () => page([]),
  order: Partial<CreateOrder> = {},
  timeoutMs = HOUR_MS,
) {
  let posted = 0;
  const test = createSession((request, passedMs) => {
    if (request.method === 'GET') return listAt(passedMs);
    const post = posts[Math.min(posted, posts.length - 1)];
    posted += 1;
    return post?.(request) ?? respond(500);
  });
  const work = async () => await createOnce({ ...ORDER, ...order }, UNLIMITED, test.session, test.deadline(timeoutMs));
  return { ...test, work, posts: () => test.count('POST') };
}

describe('A create', () => {
  test('that succeeds is sent once, and nothing is looked for', async () => {
    const { work, requests } = createOne([created]);
    expect(await work()).toMatchObject({ key: '801', server: SERVER, status: 'in_progress' });
    expect(requests).toEqual(['POST /snapshots/']);
  });

  test('keeps the server as it was resolved', async () => {
    const { work } = createOne([() => respond(201, snapshotJson(801, { server: 12_345 }))]);
    expect((await work()).server).toBe(SERVER);
  });

  test.each([
    ['never reached the API', refused],
    ['met a rate limit', () => respond(429, {})],
  ])('that %s is sent again without looking first', async (_what, post) => {
    const { work, requests } = createOne([post, post, post, created]);
    await work();
    expect(requests).toEqual(Array(4).fill('POST /snapshots/'));
  });

  test('that is refused is not looked for', async () => {
    const { work, requests } = createOne([() => respond(400, {})]);
    expect(await rejectionOf(work())).toBeInstanceOf(BadRequestError);
    expect(requests).toEqual(['POST /snapshots/']);
  });

  test.each([409, 423])('that is refused with %d is tried again for 15 min', async (status) => {
    const soon = createOne([() => respond(status), () => respond(status), created]);
    expect((await soon.work()).key).toBe('801');
    const never = createOne([() => respond(status)]);
    expect(await rejectionOf(never.work())).toBeInstanceOf(BusyError);
    expect(never.clock.monotonicMs()).toBeGreaterThanOrEqual(15 * 60_000);
    expect(never.clock.monotonicMs()).toBeLessThan(16 * 60_000);
  });

  test('that meets the limit after a slot was freed is tried again for 2 min', async () => {
    const soon = createOne([full, full, full, created], undefined, { hasFreedSlot: true });
    expect((await soon.work()).key).toBe('801');
    const never = createOne([full], undefined, { hasFreedSlot: true });
    expect(await rejectionOf(never.work())).toBeInstanceOf(BadRequestError);
    expect(never.clock.monotonicMs()).toBeGreaterThanOrEqual(2 * 60_000);
    expect(never.clock.monotonicMs()).toBeLessThan(2.5 * 60_000);
  });

  test('that meets the limit is refused at once if no slot was freed', async () => {
    const { work, posts } = createOne([full, created]);
    expect(await rejectionOf(work())).toBeInstanceOf(BadRequestError);
    expect(posts()).toBe(1);
  });

  test('that is refused for another reason is refused at once although a slot was freed', async () => {
    const { work, posts } = createOne([() => respond(400, { name: ['No.'] }), created], undefined, {
      hasFreedSlot: true,
    });
    expect(await rejectionOf(work())).toBeInstanceOf(BadRequestError);
    expect(posts()).toBe(1);
  });

  test('whose response is about another server ends at once, and names both', async () => {
    const { work, requests } = createOne([() => respond(201, snapshotJson(801, { server: { id: 222 } })), created]);
    const error = await rejectionOf(work());
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toMatch(/12345.*222/su);
    expect(requests).toHaveLength(1);
  });
});

describe('A create whose response was lost', () => {
  test.each<[string, Post]>([
    ['by a reset', reset],
    ['by a 500', () => respond(500, {})],
    ['by a 501', () => respond(501, {})],
    ['by a 408', () => respond(408, {})],
    ['by a 520', () => respond(520, '<html>')],
    ['by half a body', () => respond(201, '{"id": 8')],
    ['by a page of a proxy', () => respond(200, '<html>Just a moment</html>')],
  ])('%s adopts the new one with its marker', async (_how, post) => {
    const list = page([listed(802, 'other-name', OWN), listed(803, 'before', '')]);
    const { work, posts, clock } = createOne([post], () => list);
    expect((await work()).key).toBe('802');
    expect(posts()).toBe(1);
    // It was there at the first look.
    expect(clock.monotonicMs()).toBe(5000);
  });

  test('adopts the one with its name if none has the marker, and no marker of anyone', async () => {
    const theirs = descriptionBy({ repositoryId: '1' });
    const list = [listed(802, 'before', theirs), listed(803, 'before', 'by hand'), listed(804, 'else', '')];
    expect((await createOne([reset], () => page(list)).work()).key).toBe('803');
  });

  test.each<[string, Record<string, unknown>]>([
    ['an earlier attempt', listed(802, 'before', descriptionBy({ attempt: 2 }))],
    ['another run', listed(802, 'before', descriptionBy({ runId: '7000' }))],
    ['another step', listed(802, 'before', descriptionBy({ action: '__vps-snapshot_2' }))],
    ['another leg of the matrix', listed(802, 'before', descriptionBy({ jobIndex: '1' }))],
    ['another repository', listed(802, 'before', descriptionBy({ repositoryId: '1' }))],
    ['another server', listed(802, 'before', OWN, { server: { id: 222 } })],
    ['somebody, under another name', listed(802, 'nightly', '')],
  ])('does not adopt that of %s', async (_whose, other) => {
    const { work, posts } = createOne([reset, created], () => page([other]));
    expect((await work()).key).toBe('801');
    expect(posts()).toBe(2);
  });

  test('does not adopt what was there before', async () => {
    const { work } = createOne([reset, created], () => page([listed(700, 'before', OWN)]), {
      before: [{ key: id(700) }],
    });
    expect((await work()).key).toBe('801');
  });

  test('does not adopt what was there before under its other id', async () => {
    const uuid = '00000000-0000-4000-8000-000000000700';
    const { work } = createOne([reset, created], () => page([listed(700, 'before', OWN, { uuid })]), {
      before: [{ key: id(uuid) }],
    });
    expect((await work()).key).toBe('801');
  });

  test.each([
    ['by their markers', [listed(802, 'before', OWN), listed(803, 'before', OWN)]],
    ['by their names', [listed(802, 'before', ''), listed(803, 'before', 'by hand')]],
  ])('ends with an error that names all if several could be it %s', async (_how, list) => {
    const { work, posts } = createOne([reset], () => page(list));
    const error = await rejectionOf(work());
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toContain(
      'The response to the create request on server 12345 (web-12345) was lost, and several new snapshots could match it: 802 "before" (in_progress), 803 "before" (in_progress).',
    );
    expect(posts()).toBe(1);
  });

  test('is not decided if its name is taken then, and no snapshot that is listed has it', async () => {
    const taken: Post = () => respond(400, { name: ['snapshot with this name already exists.'] });
    const { work, posts } = createOne([reset, taken]);
    const error = await rejectionOf(work());
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toContain('the snapshot that has that name was not listed');
    expect(posts()).toBe(2);
    // An earlier one explains the refusal, which is then final.
    const before = { before: [{ key: id(700) }] };
    const explained = createOne([reset, taken], () => page([listed(700, 'before', '')]), before);
    expect(await rejectionOf(explained.work())).toBeInstanceOf(BadRequestError);
  });

  test('is sent again after the list could be read for 60 s and did not show it, not sooner', async () => {
    const { work, clock, count } = createOne([reset, created]);
    await work();
    // The first look is after 5 s, and counts from there.
    expect(clock.monotonicMs()).toBe(65_000);
    expect(count('GET')).toBe(13);
  });

  test('is waited for longer if the list cannot be read at first, with signs of life', async () => {
    const { work, clock, runner } = createOne([reset, created], (passedMs) =>
      passedMs < 100_000 ? respond(502, {}) : page([]),
    );
    await work();
    expect(clock.monotonicMs()).toBe(160_000);
    expect(runner.lines).toContainEqual(expect.stringMatching(/^ {2}server 12345 .*: GET .* returned 502/u));
    expect(runner.lines).toContain('  server 12345 (web-12345): the snapshot is not listed yet after 1 min 30 s');
  });

  test('is found if the list shows it late, within the 60 s', async () => {
    const { work, posts } = createOne([reset], (passedMs) =>
      passedMs < 60_000 ? page([]) : page([listed(802, 'before', OWN)]),
    );
    expect((await work()).key).toBe('802');
    expect(posts()).toBe(1);
  });

  test('is sent three times at most', async () => {
    const { work, posts } = createOne([reset]);
    expect(await rejectionOf(work())).toBeInstanceOf(RequestError);
    expect(posts()).toBe(3);
  });

  test.each([401, 403])('is not decided if the list returns %d: then it is not sent again', async (status) => {
    const { work, posts } = createOne([reset], () => respond(status, { detail: 'No.' }));
    const error = await rejectionOf(work());
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toMatch(
      /It is unknown whether snapshot "before" on server 12345 .* was started: .*ECONNRESET.*\. After that, .*No\.$/mu,
    );
    expect(posts()).toBe(1);
  });

  test('is not decided if the timeout comes first: then it is not sent again', async () => {
    const { work, posts } = createOne([reset], undefined, {}, 30_000);
    expect(String(await rejectionOf(work()))).toContain('timeout_minutes elapsed');
    expect(posts()).toBe(1);
  });

  test.each<[string, Record<string, unknown>]>([
    ['that cannot be read', { id: 'x' }],
    [
      'whose server has another form of ID',
      listed(802, 'before', OWN, { server: { uuid: '6f1c2f6e-6c55-4c7e-9a52-0f2f3d9a1b11' } }),
    ],
  ])('is not decided if the list has a new item %s: then it is not sent again', async (_what, item) => {
    const { work, posts } = createOne([reset, created], () => page([item]));
    expect(String(await rejectionOf(work()))).toMatch(/It is unknown whether .* an item that could not be read/u);
    expect(posts()).toBe(1);
  });

  test('is sent again if what cannot be read was there before', async () => {
    const { work, posts } = createOne([reset, created], () => page([{ id: 'x' }]), { unreadableBefore: 1 });
    expect((await work()).key).toBe('801');
    expect(posts()).toBe(2);
  });

  test('is looked for once more if it is then refused: it may have taken the last slot itself', async () => {
    const { work, posts } = createOne([reset, full], (passedMs) =>
      passedMs < 70_000 ? page([]) : page([listed(802, 'before', OWN)]),
    );
    expect((await work()).key).toBe('802');
    expect(posts()).toBe(2);
  });

  test('is refused if it is then refused and is not there', async () => {
    expect(await rejectionOf(createOne([reset, full]).work())).toBeInstanceOf(BadRequestError);
  });

  test('is tried again if the server is then busy', async () => {
    const { work, posts } = createOne([reset, busy, created]);
    expect((await work()).key).toBe('801');
    expect(posts()).toBe(3);
  });

  test('ends with the reason if the job is cancelled during the search', async () => {
    const { work, clock, abort } = createOne([reset]);
    const reason = new CancelledError('SIGINT');
    clock.onPause = () => {
      if (clock.monotonicMs() >= 30_000) abort.abort(reason);
    };
    expect(await rejectionOf(work())).toBe(reason);
  });
});

describe('A refusal', () => {
  const refusal = (status: number, body: unknown) =>
    errorFor({ method: 'POST', path: '/snapshots/' }, respond(status, body));

  test.each([
    [400, { error: 'Snapshot limit reached. A server can have at most 5 snapshots.' }, true, false],
    [400, { detail: 'Maximum number of snapshots' }, true, false],
    [400, { detail: 'Your quota is used up' }, true, false],
    [400, { detail: 'You may have at most 5' }, true, false],
    [400, { detail: 'This is unlimited' }, false, false],
    [409, { error: 'Snapshot limit reached.' }, false, false],
    [400, { name: ['snapshot with this name already exists.'] }, false, true],
    [400, { name: ['This field must be unique.'] }, false, true],
    [400, { detail: 'That name is taken' }, false, true],
    [400, { detail: 'name in use' }, false, true],
    [400, { detail: 'duplicate name' }, false, true],
    [400, { name: ['Ensure this field has no more than 20 characters.'] }, false, false],
    [400, { description: ['Ensure this value has at most 200 characters (it has 320).'] }, false, false],
    [400, { detail: 'The name has a maximum length of 64' }, false, false],
    [400, { name: ['The limit is 255 bytes'] }, false, false],
    [400, { server_id: ['Snapshot limit reached'] }, true, false],
    [400, { server_id: ['already exists'] }, false, false],
    [409, { name: ['already exists'] }, false, true],
  ])('%d %j is about the limit: %j, about the name: %j', (status, body, isLimit, isName) => {
    const error = refusal(status, body);
    expect([isLimitRefusal(error), isNameRefusal(error)]).toEqual([isLimit, isName]);
  });

  test('is about neither if the error is transient', () => {
    const error = new TransientError(
      { method: 'POST', path: '/snapshots/' },
      respond(500, { detail: 'limit, name taken' }),
    );
    expect([isLimitRefusal(error), isNameRefusal(error)]).toEqual([false, false]);
  });
});
