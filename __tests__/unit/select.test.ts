import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { findOwn, type OwnSnapshot } from '../../src/snapshots/find-own.ts';
import { laterRelease, type SnapshotOrigin } from '../../src/snapshots/marker.ts';
import {
  selectForDelete,
  selectForWait,
  selectTargets,
  type TargetRequest,
  type WaitSelection,
} from '../../src/snapshots/select.ts';
import type { ApiRequest, ApiResponse } from '../../src/vps/exchange.ts';
import type { Snapshot } from '../../src/vps/schema.ts';
import { page, rejectionOf, respond, snapshotJson } from '../support/api-responses.ts';
import { createSession } from '../support/create-context.ts';
import { START_MS } from '../support/fake-clock.ts';
import { HOUR_MS, keysOf, SERVER, type TakenBy, taken } from '../support/marked-snapshot.ts';
import { id, server, snapshot, TAKEN_MS } from '../support/report-data.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';

const OTHER = server(222);
const ORIGIN: SnapshotOrigin = { run: createWorkflowRun(), series: 'deploy.yml/deploy', template: '{sha}' };
const BY_RUN: TargetRequest = { named: [], latest: false, origin: ORIGIN, series: undefined };
const LATEST: TargetRequest = { ...BY_RUN, latest: true };

/** A snapshot as the API lists it. */
function toJson({
  key,
  server: of,
  name,
  status,
  sizeMb,
  createdAtMs,
  description,
}: Snapshot): Record<string, unknown> {
  return snapshotJson(Number(key), {
    server: { id: Number(of.key), name: of.name },
    name,
    status,
    size_mb: sizeMb,
    created_at: createdAtMs === undefined ? null : new Date(createdAtMs).toISOString(),
    description,
  });
}

/** A session whose list has these snapshots; with the filter, those of that server. */
function createList(all: readonly Snapshot[]) {
  return createSession(({ query }) => {
    const of = query?.get('server_id');
    return page(all.filter((one) => !of || one.server.key === of).map(toJson));
  });
}

/** A snapshot that a step took of the other server. */
function takenOfOther(number: number, hoursAgo: number, by: TakenBy = {}): Snapshot {
  return { ...taken(number, hoursAgo, by), server: OTHER };
}

/** A snapshot in progress. */
function unfinished(number: number, hoursAgo: number, by: TakenBy = {}): Snapshot {
  return taken(number, hoursAgo, by, { status: 'in_progress' });
}

async function targetsOf(
  all: readonly Snapshot[],
  request: Partial<TargetRequest>,
  servers = [SERVER],
): Promise<string[]> {
  const { session, deadline } = createList(all);
  const targets = await selectTargets(servers, { ...BY_RUN, ...request }, session, deadline());
  return targets.map(({ key, server: of }) => `${key}@${of.key}`);
}

async function refusalOf(
  all: readonly Snapshot[],
  request: Partial<TargetRequest>,
  servers = [SERVER],
): Promise<string> {
  const error = await rejectionOf(targetsOf(all, request, servers));
  expect(error).toBeInstanceOf(ActionError);
  return String(error);
}

const named = (...ids: readonly number[]) => ids.map((one) => ({ id: id(one) }));

describe('A rollback without snapshot_id', () => {
  test.each<[string, Snapshot[], string]>([
    ['the newest that this run took', [taken(1, 3, {}), taken(2, 2, {})], '2@12345'],
    ['that of an earlier attempt', [taken(1, 3, { attempt: 1 })], '1@12345'],
    ['that of another job of this run', [taken(1, 3, { job: 'build' })], '1@12345'],
    ['no safety snapshot', [taken(1, 3, {}), taken(2, 2, { series: 'before-rollback' })], '1@12345'],
    ['none that has failed', [taken(1, 3, {}), taken(2, 2, {}, { status: 'failed' })], '1@12345'],
    ['none that is older and has not completed', [taken(1, 3, {}), unfinished(2, 4)], '1@12345'],
    ['the only one, of unknown age', [taken(1, 3, {}, { createdAtMs: undefined })], '1@12345'],
    [
      'the only one that has not failed, of unknown age',
      [taken(1, 3, {}, { createdAtMs: undefined }), taken(2, 2, {}, { createdAtMs: undefined, status: 'error' })],
      '1@12345',
    ],
    [
      'none of another repository that has not completed',
      [taken(1, 3, {}), unfinished(2, 2, { repositoryId: '1' })],
      '1@12345',
    ],
    [
      'no safety snapshot that has not completed',
      [taken(1, 3, {}), unfinished(2, 2, { series: 'before-rollback' })],
      '1@12345',
    ],
    ['none of another run', [taken(1, 3, {}), taken(2, 4, { runId: '1' })], '1@12345'],
    ['none of another repository', [taken(1, 3, {}), taken(2, 2, { repositoryId: '1' })], '1@12345'],
  ])('takes %s', async (_case, all, expected) => {
    expect(await targetsOf(all, {})).toEqual([expected]);
  });

  test('takes that of the series that is given', async () => {
    const all = [
      taken(1, 3, { series: 'a' }),
      taken(2, 2, { series: 'b' }),
      taken(3, 1, { series: 'before-rollback' }),
    ];
    expect(await targetsOf(all, { series: 'a' })).toEqual(['1@12345']);
    expect(await targetsOf(all, { series: 'before-rollback' })).toEqual(['3@12345']);
    expect(await refusalOf(all, { series: 'c' })).toContain(
      'this run has no completed snapshot of this server in series "c"',
    );
  });

  test('says of each server why it has no target, although the name of another begins the same way', async () => {
    const [short, long] = [server(1, ''), server(12, '')];
    const ofLong = { ...unfinished(2, 2), server: long };
    const message = await refusalOf([ofLong], {}, [short, long]);
    expect(message).toContain('  Server 1 has no snapshot to restore');
    expect(message).toMatch(/on server 12, which this run took, has not completed/u);
    expect(message).not.toContain('  Server 12 has no snapshot');
  });

  test('is refused if this run took none, and says what is there', async () => {
    const message = await refusalOf([taken(1, 3, { runId: '1' }), snapshot(2, { name: 'by hand' })], {});
    expect(message).toContain('Cannot roll back server 12345. No restore was started.');
    expect(message).toContain(
      'Server 12345 (web-12345) has no snapshot to restore: this run has no completed snapshot of this server (set snapshot_id: latest to use one from an earlier run).',
    );
    expect(message).toMatch(
      /Snapshots on server 12345:\n {2}2 "by hand".*\n {2}1 .*series "deploy\.yml\/deploy"|1 .*\n {2}2 "by hand"/u,
    );
  });

  test.each<[string, Snapshot[]]>([
    ['one of two is of unknown age', [taken(1, 3, {}), taken(2, 2, {}, { createdAtMs: undefined })]],
    ['two are of unknown age', [1, 2].map((key) => taken(key, 2, {}, { createdAtMs: undefined }))],
  ])('is refused if %s, and lists them', async (_case, all) => {
    const message = await refusalOf(all, {});
    expect(message).toMatch(
      /It is unclear which snapshot of this run is the newest, because VPS\.org shows no creation time for snapshot \d /u,
    );
    expect(message).toMatch(/Set snapshot_id to one of (?:1, 2|2, 1)\./u);
  });

  test.each<[string, Snapshot[], string]>([
    ['a newer one has not completed', [taken(1, 3, {}), unfinished(2, 2)], ' To roll back to an earlier snapshot'],
    ['one of the same time has not completed', [taken(1, 3, {}), unfinished(2, 3)], ' To roll back to an earlier'],
    ['the only one has not completed', [unfinished(2, 2)], ''],
    [
      'it is unknown whether the one that has not completed is newer',
      [taken(1, 3, {}), { ...unfinished(2, 2), createdAtMs: undefined }],
      '',
    ],
  ])('is refused after 60 s if %s', async (_case, all, more) => {
    const { session, deadline, clock, runner } = createList(all);
    const message = String(await rejectionOf(selectTargets([SERVER], BY_RUN, session, deadline())));
    expect(message).toContain(`which this run took, has not completed; its status is "in_progress".${more}`);
    expect(message).toMatch(/ {2}Snapshot 2 .*, which this run took/u);
    expect(clock.monotonicMs()).toBe(60_000);
    expect(runner.lines).toContainEqual(
      expect.stringMatching(/^ {2}Not completed yet: snapshot 2 .* up to 1 min 0 s$/u),
    );
    expect(runner.lines).toContainEqual(expect.stringMatching(/^ {2}Still not completed: snapshot 2 /u));
  });

  test('waits for a newer one of any server, and takes what has completed then', async () => {
    const ofOther = takenOfOther(3, 2, {});
    const { session, deadline, clock } = createSession((_request, ms) => {
      const status = (fromMs: number) => (ms < fromMs ? 'in_progress' : 'completed');
      const now = [
        taken(1, 3, {}),
        taken(2, 2, {}, { status: status(10_000) }),
        { ...ofOther, status: status(25_000) },
      ];
      return page(now.map(toJson));
    });
    const targets = await selectTargets([SERVER, OTHER], BY_RUN, session, deadline());
    expect(keysOf(targets)).toEqual(['2', '3']);
    expect(clock.monotonicMs()).toBe(25_000);
  });

  test('waits no longer once a newer one has failed, and takes the older one', async () => {
    const { session, deadline } = createSession((_request, ms) =>
      page([taken(1, 3, {}), taken(2, 2, {}, { status: ms < 10_000 ? 'in_progress' : 'failed' })].map(toJson)),
    );
    expect(keysOf(await selectTargets([SERVER], BY_RUN, session, deadline()))).toEqual(['1']);
  });

  test('waits no longer than the timeout', async () => {
    const { session, deadline, clock } = createList([unfinished(2, 2)]);
    await rejectionOf(selectTargets([SERVER], BY_RUN, session, deadline(20_000)));
    expect(clock.monotonicMs()).toBe(20_000);
  });

  test('is refused if the list then returns 403', async () => {
    const { session, deadline } = createSession((_request, ms) =>
      ms === 0 ? page([toJson(unfinished(2, 2))]) : respond(403, { detail: 'No.' }),
    );
    expect(String(await rejectionOf(selectTargets([SERVER], BY_RUN, session, deadline())))).toMatch(
      /Reading the snapshots of server 12345 failed: GET \/snapshots\/ returned 403: No\.\nNothing/u,
    );
  });

  test('is refused if another run has released since, and says how to do it anyway', async () => {
    const message = await refusalOf([taken(1, 3, {}), taken(2, 2, { runId: '7002' })], {});
    expect(message).toMatch(/Snapshot 2 .* was taken later by another run in the same series/u);
    expect(message).toContain('To roll back anyway, set snapshot_id: ');
  });

  test('is not refused because of another series, a nightly backup', async () => {
    expect(await targetsOf([taken(1, 3, {}), taken(2, 2, { runId: '7002', series: 'nightly' })], {})).toEqual([
      '1@12345',
    ]);
  });
});

describe('A rollback without snapshot_id in a re-run', () => {
  const inAttempt = (attempt: number | undefined): Partial<TargetRequest> => ({
    origin: { ...ORIGIN, run: createWorkflowRun({ attempt }) },
  });
  /** A snapshot of an attempt, of an age by the clock of the session. */
  const aged = (key: number, hoursOld: number | undefined, by: TakenBy, status = 'completed') =>
    taken(key, 0, by, { status, createdAtMs: hoursOld === undefined ? undefined : START_MS - hoursOld * HOUR_MS });

  test.each<[string, number | undefined, Snapshot[], string]>([
    ['a young one of an earlier attempt', 2, [aged(1, 1.99, {})], '1'],
    ['an old one of the same attempt', 2, [aged(1, 9, { attempt: 2 })], '1'],
    ['one of unknown age of the same attempt', 1, [aged(1, undefined, {})], '1'],
    ['a young one if no attempts are counted', undefined, [aged(1, 1.99, { attempt: undefined })], '1'],
    ['one of unknown age if no attempts are counted', undefined, [aged(1, undefined, { attempt: undefined })], '1'],
    ['that of this attempt before that of another', 2, [aged(1, 400, {}), aged(2, 0.5, { attempt: 2 })], '2'],
    [
      'one although another step failed later',
      2,
      [aged(1, 1, {}), aged(2, 0, { attempt: 2, job: 'x' }, 'failed')],
      '1',
    ],
    ['one although an earlier attempt failed', 3, [aged(1, 2, {}, 'failed'), aged(2, 1, { attempt: 2 })], '2'],
    ['one although the same attempt failed', 2, [aged(1, 1, {}), aged(2, 0, {}, 'failed')], '1'],
  ])('takes %s', async (_case, attempt, all, expected) => {
    expect(await targetsOf(all, inAttempt(attempt))).toEqual([`${expected}@12345`]);
  });

  test.each<[string, number | undefined, Snapshot[], RegExp]>([
    [
      'an old one of an earlier attempt',
      2,
      [aged(1, 2, {})],
      / {2}Snapshot 1 .* is from an earlier attempt of this run \(2 h ago\), and this attempt did not take one\./u,
    ],
    [
      'one of unknown age of an earlier attempt',
      2,
      [aged(1, undefined, {})],
      /is from an earlier attempt of this run \(of unknown age\)/u,
    ],
    [
      'an old one if no attempts are counted',
      undefined,
      [aged(1, 2, { attempt: undefined })],
      / {2}Snapshot 1 .* may be from an earlier attempt of this run \(2 h ago\): this runner does not count attempts\./u,
    ],
    [
      'a young one after a failed one of a later attempt',
      2,
      [aged(1, 1, {}), aged(2, 0.5, { attempt: 2 }, 'error')],
      / {2}Snapshot 2 .*, which a later attempt of the same step took, ended with status "error"; snapshot 1 .* is from an earlier attempt \(1 h ago\)\./u,
    ],
  ])('is refused rather than taking %s', async (_case, attempt, all, words) => {
    const message = await refusalOf(all, inAttempt(attempt));
    expect(message).toMatch(words);
    expect(message).toContain('To roll back to it anyway, set snapshot_id: 1.');
  });
});

describe('A rollback to the latest', () => {
  test.each<[string, Snapshot[], string]>([
    ['the newest of any run', [taken(1, 3, { runId: '1' }), taken(2, 2, { runId: '2' })], '2@12345'],
    ['no safety snapshot', [taken(1, 3, { runId: '1' }), taken(2, 2, { series: 'before-rollback' })], '1@12345'],
    ['none that has not completed', [taken(1, 3), taken(2, 2, { runId: '1' }, { status: 'failed' })], '1@12345'],
    ['none of anybody else', [taken(1, 3), taken(2, 2, { repositoryId: '1' }), snapshot(3)], '1@12345'],
  ])('takes %s', async (_case, all, expected) => {
    expect(await targetsOf(all, LATEST)).toEqual([expected]);
  });

  test('is refused if there are several series, and lists them', async () => {
    const all = [taken(1, 3), taken(2, 2, { runId: '1', series: 'nightly' })];
    expect(await refusalOf(all, LATEST)).toContain(
      'Server 12345 (web-12345) has snapshots of several series: "deploy.yml/deploy", "nightly". Set series to choose one.',
    );
    expect(await targetsOf(all, { ...LATEST, series: 'nightly' })).toEqual(['2@12345']);
    expect(await targetsOf(all, { ...LATEST, series: 'deploy.yml/deploy' })).toEqual(['1@12345']);
  });

  test('is refused if there is none', async () => {
    expect(await refusalOf([], LATEST)).toContain('no completed snapshot was created by this repository');
    expect(await refusalOf([taken(1, 1)], { ...LATEST, series: 'x' })).toContain(
      'no completed snapshot in series "x" was created by this repository',
    );
  });
});

describe('A rollback to `latest` if it is unclear which snapshot that is', () => {
  const undated = (key: number) => taken(key, 0, { runId: '1' }, { createdAtMs: undefined });

  test.each<[string, Snapshot[], string]>([
    ['one of two is of unknown age', [taken(1, 3), undated(2)], 'snapshot 2 .*Set snapshot_id to one of 2, 1'],
    ['all are of unknown age', [undated(1), undated(2)], 'snapshot 1 .*Set snapshot_id to one of 1, 2'],
    ['the only one is of unknown age', [undated(1)], 'snapshot 1 .*Set snapshot_id to 1'],
  ])('is refused if %s', async (_case, all, words) => {
    const message = await refusalOf(all, LATEST);
    expect(message).toMatch(
      new RegExp(
        `It is unclear which snapshot is the latest, because VPS\\.org shows no creation time for ${words}\\.`,
        'u',
      ),
    );
    expect(message).not.toContain('has no snapshot to restore');
  });

  test('takes one of known age despite one of unknown age that failed or is of another series', async () => {
    const others = [
      taken(2, 0, { series: 'before-rollback' }, { createdAtMs: undefined }),
      taken(3, 0, {}, { createdAtMs: undefined, status: 'failed' }),
    ];
    expect(await targetsOf([taken(1, 3), ...others], LATEST)).toEqual(['1@12345']);
  });

  test('waits for a newer one, and takes it once it has completed', async () => {
    const { session, deadline, clock, runner } = createSession((_request, ms) =>
      page([taken(1, 3), taken(2, 2, {}, { status: ms < 20_000 ? 'in_progress' : 'completed' })].map(toJson)),
    );
    expect(keysOf(await selectTargets([SERVER], LATEST, session, deadline()))).toEqual(['2']);
    expect(clock.monotonicMs()).toBe(20_000);
    expect(runner.warnings).toEqual([]);
  });

  test.each<[string, Snapshot, number]>([
    ['a newer one that has not completed', unfinished(2, 2), 60_000],
    ['one of unknown age that has not completed', { ...unfinished(2, 2), createdAtMs: undefined }, 60_000],
  ])('takes the newest completed one after 60 s despite %s, and names both', async (_case, other, ms) => {
    const { session, deadline, clock, runner } = createList([taken(1, 3), other]);
    expect(keysOf(await selectTargets([SERVER], LATEST, session, deadline()))).toEqual(['1']);
    expect(clock.monotonicMs()).toBe(ms);
    expect(runner.warnings).toEqual([
      expect.stringMatching(
        /^Snapshot 2 .* may be newer and has not completed; its status is "in_progress"\. Rolling back to snapshot 1 .*, the newest one that has completed, taken /u,
      ),
    ]);
  });

  test('does not wait for an older one', async () => {
    const { session, deadline, clock, runner } = createList([unfinished(1, 4), taken(2, 3)]);
    expect(keysOf(await selectTargets([SERVER], LATEST, session, deadline()))).toEqual(['2']);
    expect([clock.monotonicMs(), runner.warnings]).toEqual([0, []]);
  });
});

describe('A rollback to snapshots that are named', () => {
  const all = [taken(801, 3), takenOfOther(802, 3), snapshot(803, { name: 'by hand' })];

  test('takes them, in the order of the servers', async () => {
    expect(await targetsOf(all, { named: named(802, 801) }, [SERVER, OTHER])).toEqual(['801@12345', '802@222']);
    expect(await targetsOf(all, { named: named(803) })).toEqual(['803@12345']);
  });

  test('takes one that only the whole list shows: the list of the server may lag behind', async () => {
    const { session, deadline } = createSession(({ query }) =>
      page(query?.has('server_id') ? [] : [toJson(taken(801, 1, {}))]),
    );
    expect(keysOf(await selectTargets([SERVER], { ...BY_RUN, named: named(801) }, session, deadline()))).toEqual([
      '801',
    ]);
  });

  test('takes them with the server that they are said to belong to', async () => {
    expect(await targetsOf(all, { named: [{ id: id(801), server: SERVER.key }] })).toEqual(['801@12345']);
    expect(await refusalOf(all, { named: [{ id: id(801), server: OTHER.key }] })).toContain(
      'to server 222, but it belongs to server 12345',
    );
  });

  test.each<[string, number[], string]>([
    ['does not exist', [999], 'Snapshot 999 does not exist, or this token cannot see it.'],
    ['belongs to another server', [802], 'does not belong to any server in server_id.'],
    ['are two of one server', [801, 803], 'snapshot_id has 2 snapshots of server 12345 (web-12345): set only one.'],
  ])('is refused if one %s', async (_case, ids, message) => {
    expect(await refusalOf(all, { named: named(...ids) })).toContain(message);
  });

  test.each(['in_progress', 'failed', 'unknown', 'queued'])('is refused if one is "%s"', async (status) => {
    expect(await refusalOf([taken(801, 3, {}, { status })], { named: named(801) })).toContain(
      `has not completed; its status is "${status}".`,
    );
  });

  test('is refused if a server has none', async () => {
    const message = await refusalOf(all, { named: named(801) }, [SERVER, OTHER]);
    expect(message).toContain('Server 222 (web-222) has no snapshot to restore.');
    expect(message).toContain('Cannot roll back servers 12345, 222. No restore was started.');
  });

  test('is refused if one is listed under two servers', async () => {
    const twice = [taken(801, 3), { ...taken(801, 3), server: OTHER }, takenOfOther(802, 2)];
    expect(await refusalOf(twice, { named: named(801, 802) }, [SERVER, OTHER])).toContain(
      'Snapshot 801 is listed under several servers, so it is unclear which server it belongs to.',
    );
  });

  test('warns if it undoes the release of another run', async () => {
    const { session, runner, deadline } = createList([taken(801, 3, {}), taken(802, 2, { runId: '7002' })]);
    await selectTargets([SERVER], { ...BY_RUN, named: named(801) }, session, deadline());
    expect(runner.warnings).toEqual([
      expect.stringMatching(
        /^Snapshot 802 .* was taken after snapshot 801 .* by another run in the same series: this rollback will undo that release, too\.$/u,
      ),
    ]);
  });

  test('does not warn otherwise, and reads the whole list only to explain an error', async () => {
    const { session, runner, requests, deadline } = createList([taken(801, 3, {}), taken(802, 4, { runId: '7002' })]);
    await selectTargets([SERVER], { ...BY_RUN, named: named(801) }, session, deadline());
    expect(runner.warnings).toEqual([]);
    expect(requests).toEqual(['GET /snapshots/?server_id=12345&page_size=100']);
  });
});

describe('A delete', () => {
  const all = [taken(801, 3), takenOfOther(802, 3), snapshot(803)];

  async function deletesOf(ids: readonly number[], servers = [SERVER]) {
    const { session, deadline } = createList(all);
    const { found, gone } = await selectForDelete(servers, named(...ids), ORIGIN, session, deadline());
    return { found: found.map(({ key }) => String(key)), gone: [...gone].map(String) };
  }

  test('reads the whole list only if one is not among those of the server', async () => {
    const { session, requests, deadline } = createList(all);
    await selectForDelete([SERVER], named(801, 803), ORIGIN, session, deadline());
    expect(requests).toEqual(['GET /snapshots/?server_id=12345&page_size=100']);
    await selectForDelete([SERVER], named(801, 999), ORIGIN, session, deadline());
    expect(requests.slice(1, 3)).toEqual([
      'GET /snapshots/?server_id=12345&page_size=100',
      'GET /snapshots/?page_size=100',
    ]);
  });

  test('takes one only once if it is named twice, by its integer and by its UUID', async () => {
    expect((await deletesOf([801, 801])).found).toEqual(['801']);
  });

  test('counts none as gone while the list has items that cannot be read', async () => {
    const { session, deadline } = createSession(() => page([{ id: 'x' }]));
    const error = await rejectionOf(selectForDelete([SERVER], named(999), ORIGIN, session, deadline()));
    expect(String(error)).toContain('1 snapshot cannot be deleted; nothing was deleted.');
  });

  test.each<[string, unknown[], string[]]>([
    ['shows another ID', [{ id: 55, server: null }], ['999']],
    ['shows another ID and UUID', [{ id: 55, uuid: '00000000-0000-4000-8000-000000000055' }], ['999']],
    ['shows the ID', [{ id: 999, server: null }], []],
    ['shows only a UUID', [{ uuid: '00000000-0000-4000-8000-000000000055' }], []],
    ['shows no ID, next to one that does', [{ id: 55, server: null }, { server: null }], []],
    ['is not an object', [{ id: 55, server: null }, null], []],
  ])(
    'counts one as gone only if no unreadable item can be it, not one that %s',
    async (_case, unreadable, expected) => {
      const { session, deadline } = createSession(() => page([toJson(taken(801, 3)), ...unreadable]));
      const gone = selectForDelete([SERVER], named(801, 999), ORIGIN, session, deadline());
      if (expected.length > 0) expect((await gone).gone).toEqual(expected);
      else
        expect(String(await rejectionOf(gone))).toContain('Snapshot 999 does not exist, or this token cannot see it.');
    },
  );

  test('is refused if the whole list cannot be read', async () => {
    const { session, deadline } = createSession(({ query }) =>
      query?.has('server_id') ? page([]) : respond(403, { detail: 'No.' }),
    );
    const error = await rejectionOf(selectForDelete([SERVER], named(999), ORIGIN, session, deadline()));
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toMatch(/Reading the snapshots of server 12345 failed: .*403: No\.\nNothing was changed\./u);
  });

  test('looks again for 60 s before it counts one as gone', async () => {
    const late = createSession((_request, ms) => page(ms < 30_000 ? [] : [toJson(taken(801, 0))]));
    const { found } = await selectForDelete([SERVER], named(801), ORIGIN, late.session, late.deadline());
    expect([keysOf(found), late.clock.monotonicMs()]).toEqual([['801'], 30_000]);
    const { session, deadline, clock } = createList(all);
    const { gone } = await selectForDelete([SERVER], named(999), ORIGIN, session, deadline());
    expect([gone, clock.monotonicMs()]).toEqual([['999'], 60_000]);
  });

  test('takes what is named, whoever created it, and counts what is gone as deleted', async () => {
    expect(await deletesOf([801, 803])).toEqual({ found: ['801', '803'], gone: [] });
    expect(await deletesOf([801, 999])).toEqual({ found: ['801'], gone: ['999'] });
    expect(await deletesOf([998, 999])).toEqual({ found: [], gone: ['998', '999'] });
  });

  test('takes none at all if one belongs to another server', async () => {
    const error = await rejectionOf(deletesOf([801, 802]));
    expect(String(error)).toContain('1 snapshot cannot be deleted; nothing was deleted.');
    expect(String(error)).toContain('does not belong to any server in server_id.');
    expect(await deletesOf([801, 802], [SERVER, OTHER])).toEqual({ found: ['801', '802'], gone: [] });
  });
});

describe('A wait', () => {
  const all = [taken(801, 0, {}, { status: 'in_progress' }), takenOfOther(802, 0), snapshot(803)];

  async function waitsFor(ids: readonly number[], servers = [SERVER]): Promise<string[]> {
    const { session, deadline } = createList(all);
    const { snapshots } = await selectForWait(servers, named(...ids), ORIGIN, session, deadline());
    return snapshots.map(({ key }) => String(key));
  }

  test('takes one of each server, in any status, in the order of the servers', async () => {
    expect(await waitsFor([801])).toEqual(['801']);
    expect(await waitsFor([802, 801], [SERVER, OTHER])).toEqual(['801', '802']);
  });

  test.each<[string, number[], string]>([
    ['one does not exist', [999], 'Snapshot 999 does not exist'],
    ['a server has two', [801, 803], 'snapshot_id names 2 snapshots of server 12345 (web-12345); it must name one.'],
    ['a server has none', [], 'snapshot_id names 0 snapshots of server 12345 (web-12345); it must name one.'],
  ])('is refused if %s', async (_case, ids, message) => {
    const error = await rejectionOf(waitsFor(ids));
    expect(String(error)).toContain('Cannot wait for the snapshots of server 12345.');
    expect(String(error)).toContain(message);
  });
});

describe('A wait for a snapshot that is listed nowhere yet', () => {
  const started = taken(801, 0, {}, { status: 'in_progress' });

  async function waitWith(replyAt: (passedMs: number) => ApiResponse) {
    const test = createSession((_request, passedMs) => replyAt(passedMs));
    const found = await rejectionOrKeys(selectForWait([SERVER], named(801), ORIGIN, test.session, test.deadline()));
    return { ...test, found };
  }

  async function rejectionOrKeys(work: Promise<WaitSelection>): Promise<string> {
    return await work.then(
      ({ snapshots }) => keysOf(snapshots).join(),
      (error: unknown) => `${error instanceof ActionError ? 'refused' : 'broken'}: ${String(error)}`,
    );
  }

  test('looks again until it is listed', async () => {
    const { found, clock, runner } = await waitWith((ms) => page(ms < 30_000 ? [] : [toJson(started)]));
    expect(found).toBe('801');
    expect(clock.monotonicMs()).toBe(30_000);
    expect(runner.lines[0]).toBe('  Snapshot 801 is not in the list; looking again for up to 1 min 0 s');
  });

  test('does not look again if it is listed, or belongs to another server', async () => {
    const there = await waitWith(() => page([toJson(started)]));
    expect([there.found, there.requests]).toEqual(['801', ['GET /snapshots/?server_id=12345&page_size=100']]);
    const { session, deadline, clock } = createList([takenOfOther(801, 0)]);
    const elsewhere = await rejectionOf(selectForWait([SERVER], named(801), ORIGIN, session, deadline()));
    expect(String(elsewhere)).toContain('does not belong to any server in server_id.');
    expect(clock.monotonicMs()).toBe(0);
  });

  test('looks again for all that are missing', async () => {
    const other = { ...taken(802, 0, {}, { status: 'in_progress' }), server: OTHER };
    const { session, deadline, clock } = createSession((_request, ms) => {
      return page([...(ms < 10_000 ? [] : [toJson(started)]), ...(ms < 20_000 ? [] : [toJson(other)])]);
    });
    const found = await selectForWait([SERVER, OTHER], named(801, 802), ORIGIN, session, deadline());
    expect(keysOf(found.snapshots)).toEqual(['801', '802']);
    expect(clock.monotonicMs()).toBe(20_000);
  });

  const isFiltered = ({ query }: ApiRequest) => query?.has('server_id') ?? false;

  test('takes it from the whole list if only that shows it', async () => {
    const { session, deadline, clock } = createSession((request) =>
      page(isFiltered(request) ? [toJson(taken(700, 1))] : [toJson(started)]),
    );
    const { snapshots, there } = await selectForWait([SERVER], named(801), ORIGIN, session, deadline());
    expect(keysOf(snapshots)).toEqual(['801']);
    expect(keysOf(there.get(SERVER.key)?.snapshots ?? [])).toEqual(['700', '801']);
    expect(clock.monotonicMs()).toBe(0);
  });

  test('does not take it from the whole list if that lists it under two servers', async () => {
    const twice = [toJson(started), toJson({ ...started, server: OTHER })];
    const { session, deadline } = createSession((request) => page(isFiltered(request) ? [] : twice));
    const error = await rejectionOf(selectForWait([SERVER], named(801), ORIGIN, session, deadline()));
    expect(String(error)).toContain(
      'Snapshot 801 is listed under several servers, so it is unclear which server it belongs to.',
    );
  });

  test('takes each from the one reading that showed it, though no other does', async () => {
    const other = takenOfOther(802, 0);
    const shown = [[], [], [other], [started]];
    const { session, deadline, clock } = createSession(() => page((shown.shift() ?? []).map(toJson)));
    const { snapshots } = await selectForWait([SERVER, OTHER], named(801, 802), ORIGIN, session, deadline());
    expect(keysOf(snapshots)).toEqual(['801', '802']);
    expect(clock.monotonicMs()).toBe(10_000);
  });

  test('looks no longer than the timeout', async () => {
    const { session, deadline, clock } = createList([]);
    await rejectionOf(selectForWait([SERVER], named(801), ORIGIN, session, deadline(20_000)));
    expect(clock.monotonicMs()).toBe(20_000);
  });

  test('is refused after 60 s', async () => {
    const { found, clock } = await waitWith(() => page([]));
    expect(found).toMatch(/^refused: .*Cannot wait for the snapshots of server 12345\./u);
    expect(clock.monotonicMs()).toBe(60_000);
  });

  test.each([400, 401, 403])('is refused if the list then returns %d', async (status) => {
    const { found } = await waitWith((ms) => (ms === 0 ? page([]) : respond(status, { detail: 'No.' })));
    expect(found).toMatch(
      /^refused: .*Reading the snapshots of server 12345 failed: GET \/snapshots\/ returned \d+: No\.\nNothing/u,
    );
  });
});

describe("This step's snapshot after the job", () => {
  const SAVED: OwnSnapshot = {
    server: SERVER,
    name: 'before',
    snapshotId: id(801),
    requested: true,
    earlierIds: [],
    createdAtMs: TAKEN_MS,
  };
  const isOwn = ({ description }: Snapshot) => description === 'own';
  const one = (key: number, rest: Partial<Snapshot>) => snapshot(key, { name: 'before', ...rest });

  test.each<[string, Partial<OwnSnapshot>, Snapshot[], string | undefined]>([
    ['is found by id and marker', {}, [one(801, { description: 'own' })], '801'],
    ['is found among others', {}, [one(800, { description: 'own' }), one(801, { description: 'own' })], '801'],
    ['is not another with that id', {}, [taken(801, 0, { runId: '1' }, { name: 'before' })], undefined],
    ['is gone', {}, [one(802, { description: 'own' })], undefined],
    [
      'is not one that is listed twice',
      {},
      [one(801, { description: 'own' }), one(801, { description: 'own' })],
      undefined,
    ],
    ['is found by id, name and time if its marker is lost', {}, [one(801, { description: '' })], '801'],
    ['is not one of another name if the marker is lost', {}, [one(801, { description: '', name: 'x' })], undefined],
    [
      'is not one of another time if the marker is lost',
      {},
      [one(801, { createdAtMs: TAKEN_MS + HOUR_MS })],
      undefined,
    ],
    ['is found if the API rounds its time', {}, [one(801, { createdAtMs: TAKEN_MS + 60_000 })], '801'],
    ['is not one of a time a little later', {}, [one(801, { createdAtMs: TAKEN_MS + 60_001 })], undefined],
    ['is found without a time if the API shows none', {}, [one(801, { createdAtMs: undefined })], '801'],
    ['is found without a time if none was saved', { createdAtMs: null }, [one(801, {})], '801'],
    ['is found by its marker if the id never came', { snapshotId: null }, [one(7, { description: 'own' })], '7'],
    ['is not found by its name if the id never came', { snapshotId: null }, [one(7, {})], undefined],
    [
      'is the newest with its marker if the id never came',
      { snapshotId: null },
      [one(7, { description: 'own' }), one(8, { description: 'own' })],
      '8',
    ],
    [
      'is not one from before the step if the id never came',
      { snapshotId: null, earlierIds: [id(8)] },
      [one(7, { description: 'own' }), one(8, { description: 'own' })],
      '7',
    ],
    [
      'is not looked for if none was requested',
      { snapshotId: null, requested: false },
      [one(7, { description: 'own' })],
      undefined,
    ],
  ])('%s', (_case, saved, list, expected) => {
    expect(findOwn({ ...SAVED, ...saved }, list, isOwn)?.key).toBe(expected);
  });
});

describe('A later release', () => {
  test('is found among the snapshots of the server', () => {
    const own = taken(801, 3, {});
    const later = taken(803, 1, { runId: '7002' });
    expect(laterRelease(own, [taken(800, 9, { runId: '1' }), own, taken(802, 2, {}), later])).toBe(later);
    expect(laterRelease(own, [own, taken(802, 2, {})])).toBeUndefined();
  });

  test('is not a safety snapshot of another run', () => {
    const series = 'before-rollback';
    expect(laterRelease(taken(801, 3, { series }), [taken(802, 2, { series, runId: '7002' })])).toBeUndefined();
  });

  test('has no meaning for a snapshot without a marker', () => {
    expect(laterRelease(snapshot(801), [taken(802, 0, { runId: '7002' })])).toBeUndefined();
  });
});
