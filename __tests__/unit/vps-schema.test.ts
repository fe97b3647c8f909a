import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { Account, ListedServer, ListedSnapshot } from '../../src/vps/schema.ts';
import { OTHER_UUID, snapshotJson, UUID } from '../support/api-responses.ts';

function snapshot(rest: Readonly<Record<string, unknown>>) {
  return v.parse(ListedSnapshot, snapshotJson(801, rest));
}

describe('A snapshot', () => {
  test('is read as the API documents it', () => {
    expect(snapshot({ description: 'Before major migration' })).toEqual({
      key: '801',
      server: { key: '12345', name: 'web-1' },
      name: 'before',
      status: 'completed',
      sizeMb: 5120,
      createdAtMs: Date.parse('2025-01-16T12:00:00Z'),
      description: 'Before major migration',
    });
  });

  const BARE = { name: '', status: 'unknown', sizeMb: null, createdAtMs: undefined, description: '' };

  test('may lack everything but its identity and its server', () => {
    expect(v.parse(ListedSnapshot, { id: 801, server: 12345 })).toEqual({
      key: '801',
      server: { key: '12345', name: '' },
      ...BARE,
    });
  });

  test.each([null, [], {}, true])('may have %j in the other fields', (value) => {
    const fields = {
      name: value,
      status: value,
      size_mb: value,
      created_at: value,
      description: value,
      new_field: value,
    };
    expect(snapshot(fields)).toMatchObject(BARE);
  });

  test.each([
    ['a UUID', { id: undefined, uuid: UUID }, { key: UUID, uuid: UUID }],
    ['both', { uuid: UUID }, { key: '801', uuid: UUID }],
    ['a UUID as id', { id: UUID }, { key: UUID }],
    ['an integer as text', { id: '801' }, { key: '801' }],
    ['an integer that JSON cannot carry, and a UUID', { id: 2 ** 53, uuid: UUID }, { key: UUID }],
    ['an integer and no real UUID', { uuid: 'none' }, { key: '801' }],
  ])('is named by %s', (_what, ids, identity) => {
    expect(snapshot(ids)).toMatchObject(identity);
  });

  test.each([
    ['an object', { server: { id: 1, name: 'web-1' } }, { key: '1', name: 'web-1' }],
    [
      'an object of the clients',
      { server: { uuid: UUID, hostname: 'web01' } },
      { key: UUID, uuid: UUID, name: 'web01' },
    ],
    ['an object with both', { server: { id: 1, uuid: UUID } }, { key: '1', uuid: UUID, name: '' }],
    ['a number', { server: 1 }, { key: '1', name: '' }],
    ['a UUID', { server: UUID }, { key: UUID, uuid: UUID, name: '' }],
    ['server_id', { server: undefined, server_id: '1' }, { key: '1', name: '' }],
    ['server_uuid', { server: null, server_uuid: UUID }, { key: UUID, uuid: UUID, name: '' }],
    ['a name and server_id', { server: 'web-1', server_id: 1 }, { key: '1', name: '' }],
    ['a name in an object and server_id', { server: { name: 'web-1' }, server_id: 1 }, { key: '1', name: 'web-1' }],
    [
      'several forms that agree',
      { server: { id: 1 }, server_id: 1, server_uuid: UUID },
      { key: '1', uuid: UUID, name: '' },
    ],
  ])('names its server by %s', (_how, fields, server) => {
    expect(snapshot(fields).server).toEqual(server);
  });

  test.each([
    ['nothing', { server: undefined }],
    ['null', { server: null }],
    ['a name', { server: 'web-1' }],
    ['two integers', { server: { id: 1 }, server_id: 2 }],
    ['two UUIDs', { server: { uuid: UUID }, server_uuid: OTHER_UUID }],
  ])('whose server is given by %s is not read', (_how, fields) => {
    expect(v.is(ListedSnapshot, snapshotJson(801, fields))).toBe(false);
  });

  test.each([{}, { id: null }, { id: 'x' }, { id: 1.5 }, { id: -1 }, { id: true }])(
    'without a usable id is not read: %j',
    (ids) => {
      expect(v.is(ListedSnapshot, { ...snapshotJson(801), id: undefined, ...ids })).toBe(false);
    },
  );

  test.each([
    [5120, 5120],
    ['5120', 5120],
    [' 5120.5 ', 5120.5],
    ['5 GB', null],
    ['', null],
    ['0x10', null],
  ])('with the size %j has %j MB', (size, sizeMb) => {
    expect(snapshot({ size_mb: size }).sizeMb).toBe(sizeMb);
  });

  test('has its status in lower case, without spaces', () => {
    expect(snapshot({ status: ' In_Progress ' }).status).toBe('in_progress');
    expect(snapshot({ status: ' ' }).status).toBe('unknown');
  });

  test('has no text that is longer than people can use', () => {
    const long = 'x'.repeat(1_000_000);
    const { name, description, status, server } = snapshot({
      name: long,
      description: long,
      status: long,
      server: { id: 1, hostname: long },
    });
    expect([name, description, status, server.name].map(({ length }) => length)).toEqual([255, 2000, 64, 255]);
  });

  test('is read or refused, whatever it is', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(1, UUID, { id: 1 }));
    const keys = ['id', 'uuid', 'server', 'server_id', 'server_uuid', 'name', 'status', 'size_mb', 'created_at'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (fields) => {
        const read = v.safeParse(ListedSnapshot, fields);
        if (read.success) expect(read.output.status).not.toBe('');
      }),
    );
  });
});

describe('A server', () => {
  test('is read as the documentation shows it', () => {
    expect(v.parse(ListedServer, { id: 1, name: 'web-1', hostname: 'web01', status: 'Active' })).toEqual({
      key: '1',
      name: 'web-1',
      status: 'active',
    });
  });

  test('is read as the clients see it, without its password', () => {
    const server = { uuid: UUID, hostname: 'web01', status: null, password: 'hunter22' };
    expect(v.parse(ListedServer, server)).toEqual({ key: UUID, uuid: UUID, name: 'web01', status: 'unknown' });
  });

  test('without an id is not read', () => {
    expect(v.is(ListedServer, { name: 'web-1', status: 'active' })).toBe(false);
  });
});

describe('The permissions of a token', () => {
  test.each([
    [{ token: { permissions: ['servers:*', 'dns:*'] } }, ['servers:*', 'dns:*']],
    [{ token: { permissions: [] } }, []],
    [{ token: { permissions: null } }, undefined],
    [{ token: { permissions: 'servers:*' } }, undefined],
    [{ token: { permissions: [1] } }, undefined],
    [{ token: null }, undefined],
    [{ account: {} }, undefined],
  ])('in %j are %j', (account, permissions) => {
    expect(v.parse(Account, account)).toEqual(permissions);
  });

  test('are bounded', () => {
    const permissions = Array.from({ length: 1000 }, () => 'x'.repeat(1000));
    const read = v.parse(Account, { token: { permissions } }) ?? [];
    expect([read.length, read[0]?.length]).toEqual([50, 64]);
  });
});
