import { describe, expect, test } from '@jest/globals';
import { modelInHand } from './model-in-hand.ts';

const UUID = '0b3f3c1e-6a3c-4c58-9d6e-0f6a2d1f7a11';

describe('A create', () => {
  test('answers 201 with the documented fields', () => {
    const { ask } = modelInHand();
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'before', description: 'Before it' })).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: {
        id: 801,
        server: { id: 12345, name: 'web-server-01' },
        name: 'before',
        status: 'in_progress',
        size_mb: null,
        created_at: '2025-01-16T00:00:00Z',
        description: 'Before it',
        message: 'Snapshot is being created. This may take 3-10 minutes depending on server size.',
      },
    });
  });

  test('is in progress until six minutes have gone', () => {
    const { ask, wait } = modelInHand();
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    wait(5.999);
    expect(ask('GET', '/snapshots/').body).toMatchObject({
      results: [{ status: 'in_progress', size_mb: null }],
    });
    wait(0.001);
    expect(ask('GET', '/snapshots/').body).toMatchObject({
      results: [{ status: 'completed', size_mb: 5120 }],
    });
  });

  test('counts the ids up and does not give the id of a deleted one again', () => {
    const { ask } = modelInHand();
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    ask('DELETE', '/snapshots/801/');
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({ id: 802 });
  });

  test('steps over an id that was taken by hand', () => {
    const { ask, model } = modelInHand();
    model.addSnapshot({ id: 801, serverId: 12345, name: 'a' });
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({ id: 802 });
  });

  test('gives UUIDs, the same in each run, where the model is set so', () => {
    const { ask } = modelInHand({ ids: 'uuid' });
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({
      id: '00000000-0000-4000-8000-000000000801',
    });
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
    ['two faults', {}, { server_id: ['This field is required.'], name: ['This field is required.'] }],
    ['a list', [], { non_field_errors: ['Invalid data. Expected a dictionary.'] }],
  ])('with %s answers 400 and names it', (_, body, errors) => {
    const { ask, model } = modelInHand();
    expect(ask('POST', '/snapshots/', body)).toMatchObject({ status: 400, body: errors });
    expect(model.snapshots()).toEqual([]);
  });

  test('on a server with a UUID takes the UUID as text', () => {
    const { ask, model } = modelInHand();
    model.addServer({ id: UUID });
    expect(ask('POST', '/snapshots/', { server_id: UUID, name: 'a' })).toMatchObject({
      status: 201,
      body: { server: { id: UUID, name: `server-${UUID}` } },
    });
  });

  test('on a server that is not there answers 404', () => {
    const { ask } = modelInHand();
    expect(ask('POST', '/snapshots/', { server_id: 1, name: 'a' })).toMatchObject({
      status: 404,
      body: { detail: 'No Server matches the given query.' },
    });
  });

  test('uses a queued plan once, before the plan of the server', () => {
    const { ask, model } = modelInHand();
    model.addServer({ id: 2, snapshotPlan: { timeline: [{ atMs: 0, status: 'queued' }], sizeMb: 7 } });
    model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'completed' }] });
    expect(ask('POST', '/snapshots/', { server_id: 2, name: 'a' }).body).toMatchObject({
      status: 'completed',
      size_mb: 7,
    });
    expect(ask('POST', '/snapshots/', { server_id: 2, name: 'b' }).body).toMatchObject({ status: 'queued' });
  });

  test('that is refused leaves the queued plan for the next', () => {
    const { ask, model } = modelInHand();
    model.planNextSnapshot({ timeline: [{ atMs: 0, status: 'failed' }] });
    ask('POST', '/snapshots/', { server_id: 12345, name: '!' });
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'a' }).body).toMatchObject({
      status: 'failed',
    });
  });

  test('can lose its description', () => {
    const { ask, model } = modelInHand();
    model.planNextSnapshot({ dropDescription: true });
    const body = { server_id: 12345, name: 'a', description: 'kept?' };
    expect(ask('POST', '/snapshots/', body).body).toMatchObject({ description: '' });
  });
});

describe('The limit', () => {
  test('refuses a sixth snapshot of a server and not one of another server', () => {
    const { ask, model } = modelInHand();
    model.addServer({ id: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      expect(ask('POST', '/snapshots/', { server_id: 12345, name }).status).toBe(201);
    }
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'f' })).toMatchObject({
      status: 400,
      body: { error: 'Snapshot limit reached. A server can have at most 5 snapshots.' },
    });
    expect(ask('POST', '/snapshots/', { server_id: 2, name: 'f' }).status).toBe(201);
  });

  test.each(['failed', 'error', 'errored', 'cancelled', 'canceled', 'deleted'])(
    'does not count a snapshot that ended as %s',
    (status) => {
      const { ask, model } = modelInHand({ snapshotLimit: 1 });
      model.addSnapshot({ serverId: 12345, name: 'a', status });
      expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(201);
    },
  );

  test('counts a snapshot that is not listed yet', () => {
    const { ask, model } = modelInHand({ snapshotLimit: 1 });
    model.planNextSnapshot({ hiddenMs: 60_000 });
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(400);
  });

  test('does not count a snapshot that is gone', () => {
    const { ask, model, wait } = modelInHand({ snapshotLimit: 1 });
    model.planNextSnapshot({ goneAfterMs: 60_000 });
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    wait(1);
    expect(ask('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(201);
  });
});

describe('A hidden or gone snapshot', () => {
  test('is listed from the end of its hiding on, and known to the truth before', () => {
    const { ask, model, wait } = modelInHand();
    model.planNextSnapshot({ hiddenMs: 60_000 });
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(ask('GET', '/snapshots/').body).toEqual({ count: 0, results: [] });
    expect(model.snapshots()).toMatchObject([{ id: 801, status: 'in_progress' }]);
    wait(1);
    expect(ask('GET', '/snapshots/').body).toMatchObject({ count: 1 });
  });

  test('is unknown to lists, restore and delete once it is gone', () => {
    const { ask, model, wait } = modelInHand();
    model.planNextSnapshot({ goneAfterMs: 60_000, timeline: [{ atMs: 0, status: 'completed' }] });
    ask('POST', '/snapshots/', { server_id: 12345, name: 'a' });
    expect(ask('GET', '/snapshots/').body).toMatchObject({ count: 1 });
    wait(1);
    expect(ask('GET', '/snapshots/').body).toMatchObject({ count: 0 });
    expect(ask('POST', '/snapshots/801/restore/').status).toBe(404);
    expect(ask('DELETE', '/snapshots/801/').status).toBe(404);
  });
});

describe('A delete', () => {
  test('answers 204 without a body and takes the snapshot away', () => {
    const { ask, model } = modelInHand();
    const id = model.addSnapshot({ serverId: 12345, name: 'a' });
    expect(ask('DELETE', `/snapshots/${id}/`)).toEqual({ status: 204, headers: {}, body: '' });
    expect(model.snapshots()).toEqual([]);
  });

  test('of what is not there answers 404', () => {
    const { ask } = modelInHand();
    expect(ask('DELETE', '/snapshots/801/')).toMatchObject({
      status: 404,
      body: { detail: 'No Snapshot matches the given query.' },
    });
  });

  test('by hand takes the snapshot away as well', () => {
    const { model } = modelInHand();
    model.removeSnapshot(model.addSnapshot({ serverId: 12345, name: 'a' }));
    expect(model.snapshots()).toEqual([]);
    expect(() => model.removeSnapshot(801)).toThrow('There is no snapshot 801.');
  });
});
