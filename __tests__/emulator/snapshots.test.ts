import { describe, expect, test } from '@jest/globals';
import { serverUuid } from '../../emulator/identity.ts';
import type { DescriptionRule } from '../../emulator/model.ts';
import { createModel } from './create-model.ts';

const UUID = '0b3f3c1e-6a3c-4c58-9d6e-0f6a2d1f7a11';

describe('A create', () => {
  test('returns 201 and the fields of both dialects', () => {
    const { send } = createModel();
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'before', description: 'Before it' })).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: {
        id: 801,
        uuid: '00000000-0000-4000-8000-000000000801',
        server: {
          id: 12345,
          uuid: 'a11ce5e4-0000-4000-8000-000000012345',
          name: 'web-server-01',
          hostname: 'web-server-01.example.com',
        },
        name: 'before',
        status: 'in_progress',
        size_mb: null,
        created_at: '2025-01-16T00:00:00Z',
        description: 'Before it',
        message: 'Snapshot is being created. This may take 3-10 minutes depending on server size.',
      },
    });
  });

  test('is in progress for six minutes', () => {
    const { send, advance } = createModel();
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    advance(5.999);
    expect(send('GET', '/snapshots/').body).toMatchObject({
      results: [{ status: 'in_progress', size_mb: null }],
    });
    advance(0.001);
    expect(send('GET', '/snapshots/').body).toMatchObject({
      results: [{ status: 'completed', size_mb: 5120 }],
    });
  });

  test('increments the ids and does not reuse the id of a deleted snapshot', () => {
    const { send } = createModel();
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    send('DELETE', '/snapshots/801/');
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({ id: 802 });
  });

  test('skips an id that a seed has', () => {
    const { send, model } = createModel();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({ id: 802 });
  });

  test('has the same UUIDs in each run', () => {
    const body = { server_id: serverUuid(12345), name: 'a' };
    const createdId = '00000000-0000-4000-8000-000000000801';
    expect(createModel({ ids: 'uuid' }).send('POST', '/snapshots/', body).body).toMatchObject({ id: createdId });
    expect(createModel().send('POST', '/snapshots/', body).body).toMatchObject({ id: 801, uuid: createdId });
  });

  test.each([
    ['no server_id', { name: 'a' }, { server_id: ['This field is required.'] }],
    ['no name', { server_id: 12345 }, { name: ['This field is required.'] }],
    ['an empty name', { server_id: 12345, name: '' }, { name: ['This field may not be blank.'] }],
    [
      'a dot in the name',
      { server_id: 12345, name: 'v1.2' },
      { name: ['Only letters, digits, hyphens and underscores are allowed.'] },
    ],
    [
      'a newline after the name',
      { server_id: 12345, name: 'v1\n' },
      { name: ['Only letters, digits, hyphens and underscores are allowed.'] },
    ],
    ['a number as name', { server_id: 12345, name: 7 }, { name: ['Not a valid string.'] }],
    [
      'a number as description',
      { server_id: 12345, name: 'a', description: 7 },
      { description: ['Not a valid string.'] },
    ],
    [
      'an integer id sent as text',
      { server_id: '12345', name: 'a' },
      { server_id: ['An integer as a JSON number or a UUID as a string is required.'] },
    ],
    ['two errors', {}, { server_id: ['This field is required.'], name: ['This field is required.'] }],
    ['a list', [], { non_field_errors: ['Invalid data. Expected a dictionary.'] }],
  ])('with %s returns 400 and the fields', (_, body, errors) => {
    const { send, model } = createModel();
    expect(send('POST', '/snapshots/', body)).toMatchObject({ status: 400, body: errors });
    expect(model.snapshots()).toEqual([]);
  });

  test('takes the UUID of a server as text', () => {
    const { send, model } = createModel();
    model.addServer({ id: UUID });
    expect(send('POST', '/snapshots/', { server_id: UUID, name: 'a' })).toMatchObject({
      status: 201,
      body: { server: { id: 70001, uuid: UUID, name: `server-${UUID}` } },
    });
  });

  test('on a server that does not exist returns 404', () => {
    const { send } = createModel();
    expect(send('POST', '/snapshots/', { server_id: 1, name: 'a' })).toMatchObject({
      status: 404,
      body: { detail: 'No Server matches the given query.' },
    });
  });

  test('uses a queued plan once, before the plan of the server', () => {
    const { send, model } = createModel();
    model.addServer({ id: 2, snapshotPlan: { timeline: [{ atMs: 0, status: 'queued' }], sizeMb: 7 } });
    model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'completed' }] });
    expect(send('POST', '/snapshots/', { server_id: 2, name: 'a' }).body).toMatchObject({
      status: 'completed',
      size_mb: 7,
    });
    expect(send('POST', '/snapshots/', { server_id: 2, name: 'b' }).body).toMatchObject({ status: 'queued' });
  });

  test('that is refused leaves the queued plan for the next', () => {
    const { send, model } = createModel();
    model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'failed' }] });
    send('POST', '/snapshots/', { server_id: 12345, name: '!' });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({
      status: 'failed',
    });
  });

  test('can lose its description', () => {
    const { send, model } = createModel();
    model.planNextSnapshot({ dropDescription: true });
    const body = { server_id: 12345, name: 'a', description: 'kept?' };
    expect(send('POST', '/snapshots/', body).body).toMatchObject({ description: '' });
  });
});

describe('The limit', () => {
  test('refuses a sixth snapshot of a server and not one of another server', () => {
    const { send, model } = createModel();
    model.addServer({ id: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      expect(send('POST', '/snapshots/', { server_id: 12345, name }).status).toBe(201);
    }
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'f' })).toMatchObject({
      status: 400,
      body: { error: 'Snapshot limit reached. A server can have at most 5 snapshots.' },
    });
    expect(send('POST', '/snapshots/', { server_id: 2, name: 'f' }).status).toBe(201);
  });

  test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted'])(
    'does not count a snapshot that ended as %s',
    (status) => {
      const { send, model } = createModel({ snapshotLimit: 1 });
      model.addSnapshot({ serverId: 12345, name: 'a', status });
      expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(201);
    },
  );

  test('counts a snapshot that is not listed yet', () => {
    const { send, model } = createModel({ snapshotLimit: 1 });
    model.planNextSnapshot({ hiddenMs: 60_000 });
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(400);
  });

  test('does not count a snapshot that is gone', () => {
    const { send, model, advance } = createModel({ snapshotLimit: 1 });
    model.planNextSnapshot({ goneAfterMs: 60_000 });
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    advance(1);
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(201);
  });
});

describe('A hidden or gone snapshot', () => {
  test('is listed later than it is created', () => {
    const { send, model, advance, items } = createModel();
    model.planNextSnapshot({ hiddenMs: 60_000 });
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(items('/snapshots/')).toEqual([]);
    expect(model.snapshots()).toMatchObject([{ id: 801, status: 'in_progress' }]);
    advance(1);
    expect(send('GET', '/snapshots/').body).toMatchObject({ count: 1 });
  });

  test('is unknown to lists, restore and delete once it is gone', () => {
    const { send, model, advance } = createModel();
    model.planNextSnapshot({ goneAfterMs: 60_000, timeline: [{ atMs: 0, status: 'completed' }] });
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(send('GET', '/snapshots/').body).toMatchObject({ count: 1 });
    advance(1);
    expect(send('GET', '/snapshots/').body).toMatchObject({ count: 0 });
    expect(send('POST', '/snapshots/801/restore/').status).toBe(404);
    expect(send('DELETE', '/snapshots/801/').status).toBe(404);
  });
});

describe('A delete', () => {
  test('returns 204 without a body and deletes the snapshot', () => {
    const { send, model } = createModel();
    const id = model.addSnapshot({ serverId: 12345, name: 'a' });
    expect(send('DELETE', `/snapshots/${id}/`)).toEqual({ status: 204, headers: {}, body: '' });
    expect(model.snapshots()).toEqual([]);
  });

  test('of a snapshot that does not exist returns 404', () => {
    const { send } = createModel();
    expect(send('DELETE', '/snapshots/801/')).toMatchObject({
      status: 404,
      body: { detail: 'No Snapshot matches the given query.' },
    });
  });

  test('by the test deletes the snapshot as well', () => {
    const { model } = createModel();
    model.removeSnapshot(model.addSnapshot({ serverId: 12345, name: 'a' }));
    expect(model.snapshots()).toEqual([]);
    expect(() => model.removeSnapshot(801)).toThrow('There is no snapshot 801.');
  });
});

describe('The rules of an API that says more than the documentation', () => {
  test('can count failed snapshots towards the limit', () => {
    const { send, model } = createModel({ snapshotLimit: 1, limitCountsFailed: true });
    model.addSnapshot({ serverId: 12345, name: 'a', status: 'failed' });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(400);
  });

  test('can count a deleted snapshot towards the limit for a while', () => {
    const { send, model, advance } = createModel({ snapshotLimit: 1, quotaLagMs: 60_000 });
    const id = model.addSnapshot({ serverId: 12345, name: 'a' });
    expect(send('DELETE', `/snapshots/${id}/`).status).toBe(204);
    expect(model.snapshots()).toEqual([]);
    advance(0.999);
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(400);
    advance(0.001);
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(201);
  });

  test.each([
    ['per-server', 201],
    ['per-account', 400],
  ] as const)('can require names to be unique %s', (uniqueNames, onOtherServer) => {
    const { send, model } = createModel({ uniqueNames });
    model.addServer({ id: 2 });
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'a' })).toMatchObject({
      status: 400,
      body: { name: [expect.stringContaining('already exists')] },
    });
    expect(send('POST', '/snapshots/', { server_id: 2, name: 'a' }).status).toBe(onOtherServer);
    model.removeSnapshot(801);
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'a' }).status).toBe(201);
  });

  test('can limit the length of a name', () => {
    const { send } = createModel({ maxNameLength: 3 });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'abcd' })).toMatchObject({
      status: 400,
      body: { name: ['Ensure this field has no more than 3 characters.'] },
    });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'abc' }).status).toBe(201);
  });

  test.each<[DescriptionRule, string]>([
    ['kept', ' one\n two  three\n'],
    ['dropped', ''],
    ['joined', 'one two three'],
    [{ cutAt: 5 }, ' one\n'],
    [{ refuseAbove: 17 }, ' one\n two  three\n'],
  ])('can keep a description as %j', (description, kept) => {
    const { send, model } = createModel({ description });
    const body = { server_id: 12345, name: 'a', description: ' one\n two  three\n' };
    expect(send('POST', '/snapshots/', body)).toMatchObject({ status: 201, body: { description: kept } });
    expect(model.snapshots()).toMatchObject([{ description: kept }]);
  });

  test('can refuse a long description', () => {
    const { send, model } = createModel({ description: { refuseAbove: 3 } });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'a', description: 'four' })).toMatchObject({
      status: 400,
      body: { description: ['Ensure this field has no more than 3 characters.'] },
    });
    expect(model.snapshots()).toEqual([]);
  });

  test('can show another status of the server while its snapshot is being created', () => {
    const { send, model, advance } = createModel();
    model.planNextSnapshot({
      serverTimeline: [
        { atMs: 0, status: 'snapshotting' },
        { atMs: 60_000, status: 'active' },
      ],
    });
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(model.serverStatus(12345)).toBe('snapshotting');
    advance(1);
    expect(model.serverStatus(12345)).toBe('active');
  });
});

describe('A replica that lags', () => {
  const LAGS = { replicaLagsMs: [0, 60_000] };

  test('shows a new snapshot and a delete later, in every other read', () => {
    const { send, model, advance, items } = createModel(LAGS);
    const counts = () => [items('/snapshots/').length, items('/snapshots/').length];
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(counts()).toEqual([1, 0]);
    advance(1);
    expect(counts()).toEqual([1, 1]);
    send('DELETE', '/snapshots/801/');
    expect(counts()).toEqual([0, 1]);
    expect(model.snapshots()).toEqual([]);
    advance(1);
    expect(counts()).toEqual([0, 0]);
  });

  test('shows the status of a minute ago', () => {
    const { send, advance, items } = createModel(LAGS);
    send('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    advance(6);
    const status = () => items('/snapshots/')[0]?.status;
    expect([status(), status()]).toEqual(['completed', 'in_progress']);
  });

  test('shows a stale status of a server, in the list and in the detail', () => {
    const { model, advance, items, send } = createModel(LAGS);
    advance(5);
    model.setServerStatus(12345, 'stopped');
    const listed = () => items('/servers/')[0]?.status;
    expect([listed(), listed()]).toEqual(['stopped', 'active']);
    const detail = () => send('GET', '/servers/12345/').body;
    expect([detail(), detail()]).toMatchObject([{ status: 'stopped' }, { status: 'active' }]);
  });
});
