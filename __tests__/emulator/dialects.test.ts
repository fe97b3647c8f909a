import { describe, expect, test } from '@jest/globals';
import { DEFAULT_PASSWORD } from '../../emulator/dialect.ts';
import type { Dialect, FieldOptions, VpsModelOptions } from '../../emulator/model.ts';
import { createModel, START } from './create-model.ts';

const UUID = '0b3f3c1e-6a3c-4c58-9d6e-0f6a2d1f7a11';
const SERVER_UUID = 'a11ce5e4-0000-4000-8000-000000012345';
const SNAPSHOT_UUID = '00000000-0000-4000-8000-000000000801';

const DOCUMENTED_SERVER = {
  id: 12345,
  name: 'web-server-01',
  hostname: 'web-server-01.example.com',
  status: 'active',
  ip_address: '203.0.113.10',
  location: 'us-west',
  plan: { id: 1, name: 'Standard VPS', vcpus: 2, memory: 4096, storage: 80 },
  os: { id: 5, name: 'Ubuntu 22.04 LTS' },
  created_at: '2025-01-16T00:00:00Z',
  updated_at: '2025-01-16T00:00:00Z',
};
const CLIENT_SERVER = {
  uuid: SERVER_UUID,
  hostname: 'web-server-01.example.com',
  status: 'active',
  ipv4_addresses: ['203.0.113.10'],
  ipv6_addresses: [],
  deployed: true,
  created_at: '2025-01-16T00:00:00Z',
};
const NAMES_IN_LIST = { location_name: 'us-west', plan_name: 'Standard VPS', os_name: 'Ubuntu 22.04' };

/** A model with the completed snapshot 801. */
function withSnapshot(options: Partial<VpsModelOptions> = {}) {
  const set = createModel(options);
  set.model.addSnapshot({ id: 801, serverId: 12345, name: 'a', description: 'd' });
  return set;
}

describe('The dialect of the documentation', () => {
  test('shows a server by its id, on one page', () => {
    expect(createModel({ dialect: 'docs' }).send('GET', '/servers/').body).toEqual({
      count: 1,
      results: [DOCUMENTED_SERVER],
    });
  });

  test('shows a snapshot by its id', () => {
    expect(withSnapshot({ dialect: 'docs' }).send('GET', '/snapshots/').body).toEqual({
      count: 1,
      results: [
        {
          id: 801,
          server: { id: 12345, name: 'web-server-01' },
          name: 'a',
          status: 'completed',
          size_mb: 5120,
          created_at: '2025-01-16T00:00:00Z',
          description: 'd',
        },
      ],
    });
  });

  test('has pages if their size is given', () => {
    const { send } = withSnapshot({ dialect: 'docs', pageSize: 1 });
    expect(send('GET', '/snapshots/').body).toMatchObject({ count: 1, next: null, previous: null });
  });

  test.each([
    ['GET', '/servers/12345/'],
    ['POST', '/servers/12345/power/'],
    ['POST', '/servers/12345/snapshot/'],
  ])('does not have %s %s', (method, target) => {
    expect(createModel({ dialect: 'docs' }).send(method, target, { action: 'stop' }).status).toBe(404);
  });

  test('has the detail and the power call if they are asked for', () => {
    const { send } = createModel({ dialect: 'docs', hasServerDetail: true, hasPower: true });
    expect(send('GET', '/servers/12345/').body).toEqual({ ...DOCUMENTED_SERVER, password: DEFAULT_PASSWORD });
    expect(send('POST', '/servers/12345/power/', { action: 'stop' }).status).toBe(200);
  });

  test('takes no UUID', () => {
    const { send, items } = withSnapshot({ dialect: 'docs' });
    expect(send('POST', '/snapshots/', { server_id: SERVER_UUID, name: 'b' })).toMatchObject({
      status: 400,
      body: { server_id: ['A JSON number is required.'] },
    });
    expect(items(`/snapshots/?server_id=${SERVER_UUID}`)).toEqual([]);
    expect(send('DELETE', `/snapshots/${SNAPSHOT_UUID}/`).status).toBe(404);
  });

  test('can have UUIDs as ids', () => {
    const { send, model } = withSnapshot({ dialect: 'docs', ids: 'uuid' });
    expect(send('GET', '/snapshots/').body).toMatchObject({
      results: [{ id: SNAPSHOT_UUID, server: { id: SERVER_UUID } }],
    });
    expect(send('POST', '/snapshots/', { server_id: SERVER_UUID, name: 'b' }).status).toBe(201);
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' }).status).toBe(400);
    expect(send('DELETE', '/snapshots/801/').status).toBe(404);
    expect(model.snapshots()[0]).toMatchObject({ id: SNAPSHOT_UUID, serverId: SERVER_UUID });
  });
});

describe("The dialect of VPS.org's own clients", () => {
  test('shows a server by its UUID, in pages', () => {
    expect(createModel({ dialect: 'clients' }).send('GET', '/servers/').body).toEqual({
      count: 1,
      next: null,
      previous: null,
      results: [{ ...CLIENT_SERVER, ...NAMES_IN_LIST }],
    });
  });

  test('shows objects and the password in the detail', () => {
    const { send, model } = createModel({ dialect: 'clients' });
    expect(send('GET', `/servers/${SERVER_UUID}/`).body).toEqual({
      ...CLIENT_SERVER,
      location: { id: 1, name: 'us-west', country_code: 'US' },
      plan: { uuid: expect.any(String), ram: 4, ram_unit: 'GB', cpu: 2, disk_space: 80 },
      operating_system_version: { uuid: expect.any(String), name: 'Ubuntu 22.04' },
      password: DEFAULT_PASSWORD,
    });
    model.addServer({ uuid: UUID, password: 'mine' });
    expect(send('GET', `/servers/${UUID}/`).body).toMatchObject({ uuid: UUID, password: 'mine' });
  });

  test('shows a snapshot by its UUID', () => {
    expect(withSnapshot({ dialect: 'clients' }).items('/snapshots/')).toEqual([
      {
        uuid: SNAPSHOT_UUID,
        server: { uuid: SERVER_UUID, hostname: 'web-server-01.example.com' },
        name: 'a',
        status: 'completed',
        size_mb: 5120,
        created_at: '2025-01-16T00:00:00Z',
        description: 'd',
      },
    ]);
  });

  test('takes no integer', () => {
    const { send, items } = withSnapshot({ dialect: 'clients' });
    expect(send('POST', '/snapshots/', { server_id: 12345, name: 'b' })).toMatchObject({
      status: 400,
      body: { server_id: ['A JSON string is required.'] },
    });
    expect(items('/snapshots/?server_id=12345')).toEqual([]);
    expect(send('DELETE', '/snapshots/801/').status).toBe(404);
    expect(send('GET', '/servers/12345/').status).toBe(404);
  });

  test('creates, restores and deletes by UUID', () => {
    const { send, model } = withSnapshot({ dialect: 'clients' });
    expect(send('POST', '/snapshots/', { server_id: SERVER_UUID, name: 'b' })).toMatchObject({
      status: 201,
      body: { uuid: '00000000-0000-4000-8000-000000000802', server: { uuid: SERVER_UUID } },
    });
    expect(send('POST', `/snapshots/${SNAPSHOT_UUID}/restore/`)).toMatchObject({
      status: 200,
      body: {
        snapshot: { uuid: SNAPSHOT_UUID },
        server: { uuid: SERVER_UUID, hostname: 'web-server-01.example.com', status: 'restoring' },
      },
    });
    expect(model.restores()).toEqual([{ snapshotId: SNAPSHOT_UUID, serverId: SERVER_UUID, at: START }]);
    expect(send('DELETE', `/snapshots/${SNAPSHOT_UUID}/`).status).toBe(204);
    expect(model.snapshots()).toMatchObject([{ id: '00000000-0000-4000-8000-000000000802', serverId: SERVER_UUID }]);
  });

  test('creates a snapshot with a label', () => {
    const { send, model } = createModel({ dialect: 'clients' });
    const target = `/servers/${SERVER_UUID}/snapshot/`;
    expect(send('POST', target, { label: 'before' })).toMatchObject({ status: 201, body: { name: 'before' } });
    expect(send('POST', target)).toMatchObject({ status: 201, body: { name: 'snapshot-of-web-server-01' } });
    expect(send('POST', target, { label: 7 })).toMatchObject({ status: 400, body: { label: ['Not a valid string.'] } });
    expect(model.snapshots()).toHaveLength(2);
  });
});

describe('Both dialects', () => {
  test('show a server with all its fields', () => {
    const { items, send } = createModel();
    expect(items('/servers/')).toEqual([{ ...DOCUMENTED_SERVER, ...CLIENT_SERVER, ...NAMES_IN_LIST }]);
    expect(send('GET', '/servers/12345/').body).toMatchObject({
      ...CLIENT_SERVER,
      id: 12345,
      location: { name: 'us-west' },
      password: DEFAULT_PASSWORD,
    });
  });

  test.each<[string | number]>([[12345], [SERVER_UUID]])('take the server %s', (id) => {
    const { send, items } = withSnapshot();
    expect(send('POST', '/snapshots/', { server_id: id, name: 'b' }).status).toBe(201);
    expect(items(`/snapshots/?server_id=${id}`)).toHaveLength(2);
    expect(send('GET', `/servers/${id}/`).status).toBe(200);
    expect(send('POST', `/servers/${id}/power/`, { action: 'stop' }).status).toBe(200);
  });

  test.each(['801', SNAPSHOT_UUID])('take the snapshot %s', (id) => {
    const { send, model } = withSnapshot();
    expect(send('POST', `/snapshots/${id}/restore/`).status).toBe(200);
    expect(send('DELETE', `/snapshots/${id}/`).status).toBe(204);
    expect(model.snapshots()).toEqual([]);
  });
});

describe('An identity', () => {
  test('has both forms, whichever the seed gives', () => {
    const { model } = createModel();
    expect(model.addServer({ id: 7 })).toEqual({ id: 7, uuid: 'a11ce5e4-0000-4000-8000-000000000007' });
    expect(model.addServer({ id: UUID })).toEqual({ id: 70001, uuid: UUID });
    const other = UUID.replace('0b', '0c');
    expect(model.addServer({ uuid: other, id: 9 })).toEqual({ id: 9, uuid: other });
  });

  test.each<[Dialect, unknown]>([
    ['docs', 801],
    ['both', 801],
    ['clients', SNAPSHOT_UUID],
  ])('in the dialect %s is given as it is shown', (dialect, id) => {
    const { model } = createModel({ dialect });
    expect(model.addSnapshot({ serverId: SERVER_UUID, name: 'a' })).toBe(id);
    expect(model.snapshots()).toMatchObject([{ id, uuid: SNAPSHOT_UUID, serverUuid: SERVER_UUID }]);
  });

  test('of a seed names it to the model in either form', () => {
    const { model } = createModel();
    model.addServer({ id: UUID, status: 'stopped' });
    expect(model.serverStatus(70001)).toBe('stopped');
    expect(model.serverStatus(UUID.toUpperCase())).toBe('stopped');
    model.addSnapshot({ id: 7, serverId: UUID, name: 'a' });
    model.removeSnapshot('00000000-0000-4000-8000-000000000007');
    expect(model.snapshots()).toEqual([]);
  });

  test.each([
    [false, 200, 204],
    [true, 404, 404],
  ])('in capitals, with caseSensitiveUuids: %s', (caseSensitiveUuids, read, removed) => {
    const { send, model } = createModel({ caseSensitiveUuids });
    model.addServer({ uuid: UUID });
    model.addSnapshot({ uuid: UUID, serverId: UUID, name: 'a' });
    const upper = UUID.toUpperCase();
    expect(send('GET', `/servers/${upper}/`).status).toBe(read);
    expect(send('DELETE', `/snapshots/${upper}/`).status).toBe(removed);
    expect(send('POST', '/snapshots/', { server_id: upper, name: 'b' }).status).toBe(caseSensitiveUuids ? 404 : 201);
    expect(send('POST', '/snapshots/', { server_id: UUID, name: 'b' }).status).toBe(201);
  });
});

describe('A field', () => {
  function snapshotWith(fields: FieldOptions) {
    return withSnapshot({ fields }).items('/snapshots/')[0];
  }

  test.each<[NonNullable<FieldOptions['serverForm']>, Record<string, unknown>]>([
    ['object-id', { server: { id: 12345, name: 'web-server-01' } }],
    ['object-uuid', { server: { uuid: SERVER_UUID, hostname: 'web-server-01.example.com' } }],
    [
      'object-both',
      { server: { id: 12345, uuid: SERVER_UUID, name: 'web-server-01', hostname: 'web-server-01.example.com' } },
    ],
    ['bare-id', { server: 12345 }],
    ['bare-uuid', { server: SERVER_UUID }],
    ['server_id', { server_id: 12345 }],
    ['server_uuid', { server_uuid: SERVER_UUID }],
    ['none', {}],
  ])('can name the server of a snapshot as %s', (serverForm, named) => {
    const { server, server_id, server_uuid } = snapshotWith({ serverForm }) ?? {};
    expect({ server, server_id, server_uuid }).toEqual({
      server: undefined,
      server_id: undefined,
      server_uuid: undefined,
      ...named,
    });
  });

  test.each<[NonNullable<FieldOptions['timeForm']>, unknown]>([
    ['utc', '2025-01-16T00:00:00Z'],
    ['microseconds', '2025-01-16T00:00:00.000000Z'],
    ['without-zone', '2025-01-16T00:00:00'],
    ['offset', '2025-01-16T02:00:00+02:00'],
    ['epoch-seconds', START / 1000],
    ['null', null],
    ['unreadable', 'some time ago'],
  ])('can write times in the form %s', (timeForm, time) => {
    expect(snapshotWith({ timeForm })).toMatchObject({ created_at: time });
    const { items, send } = withSnapshot({ fields: { timeForm } });
    expect(items('/servers/')).toMatchObject([{ created_at: time, updated_at: time }]);
    expect(send('POST', '/snapshots/801/restore/').body).toMatchObject({ snapshot: { created_at: time } });
  });

  test.each<[NonNullable<FieldOptions['statusForm']>, unknown, unknown]>([
    ['lower', 'completed', 'active'],
    ['upper', 'COMPLETED', 'ACTIVE'],
    ['null', null, null],
  ])('can write statuses in the form %s', (statusForm, snapshot, server) => {
    const { items, send } = withSnapshot({ fields: { statusForm } });
    expect(items('/snapshots/')).toMatchObject([{ status: snapshot }]);
    expect(items('/servers/')).toMatchObject([{ status: server }]);
    expect(send('GET', '/servers/12345/').body).toMatchObject({ status: server });
  });

  test('can write sizes and ids as text', () => {
    expect(snapshotWith({ sizeForm: 'text' })).toMatchObject({ size_mb: '5120' });
    expect(snapshotWith({ idForm: 'text' })).toMatchObject({ id: '801', server: { id: '12345' } });
    const { send } = createModel({ fields: { idForm: 'text', sizeForm: 'text' } });
    expect(send('POST', '/snapshots/', { server_id: '12345', name: 'a' })).toMatchObject({
      status: 201,
      body: { id: '801', size_mb: null },
    });
  });

  test('can be overridden or left out, of one server or one snapshot', () => {
    const { items, model, send } = createModel();
    model.addServer({ id: 2, overrides: { status: 7 } });
    model.addSnapshot({ id: 1, serverId: 2, name: 'a', overrides: { created_at: undefined, size_mb: -1 } });
    model.planNextSnapshot({ overrides: { status: null } });
    expect(send('POST', '/snapshots/', { server_id: 2, name: 'b' }).body).toMatchObject({ status: null });
    expect(items('/servers/')).toMatchObject([{ status: 7 }, { status: 'active' }]);
    expect(items('/snapshots/')).toMatchObject([{ status: null }, { size_mb: -1 }]);
    expect(items('/snapshots/')[1]).not.toHaveProperty('created_at');
  });
});
