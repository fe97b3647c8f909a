import { describe, expect, test } from '@jest/globals';
import { BASE_URL, modelInHand, START } from './model-in-hand.ts';

describe('The list of snapshots', () => {
  test('shows the newest first, and of one moment the one made last', () => {
    const { ask, model } = modelInHand();
    model.addSnapshot({ id: 1, serverId: 12345, name: 'middle' });
    model.addSnapshot({ id: 2, serverId: 12345, name: 'old', createdAt: START - 1 });
    model.addSnapshot({ id: 3, serverId: 12345, name: 'new' });
    expect(ask('GET', '/snapshots/').body).toMatchObject({
      count: 3,
      results: [{ id: 3 }, { id: 1 }, { id: 2 }],
    });
  });

  test('shows the documented fields and no keys of pages', () => {
    const { ask, model } = modelInHand();
    model.addSnapshot({ id: 1, serverId: 12345, name: 'a', description: 'd', sizeMb: null });
    expect(ask('GET', '/snapshots/').body).toEqual({
      count: 1,
      results: [
        {
          id: 1,
          server: { id: 12345, name: 'web-server-01' },
          name: 'a',
          status: 'completed',
          size_mb: null,
          created_at: '2025-01-16T00:00:00Z',
          description: 'd',
        },
      ],
    });
  });

  test('compares server_id as text', () => {
    const { ask, model } = modelInHand();
    model.addServer({ id: 2 });
    model.addSnapshot({ id: 1, serverId: 12345, name: 'a' });
    model.addSnapshot({ id: 3, serverId: 2, name: 'b' });
    expect(ask('GET', '/snapshots/?server_id=2').body).toMatchObject({ count: 1, results: [{ id: 3 }] });
    expect(ask('GET', '/snapshots/?server_id=02').body).toMatchObject({ count: 0 });
    expect(ask('GET', '/snapshots/?server_id=').body).toMatchObject({ count: 2 });
  });
});

describe('A list in pages', () => {
  function withThree() {
    const hand = modelInHand({ pageSize: 2 });
    for (const id of [1, 2, 3]) {
      hand.model.addSnapshot({ id, serverId: 12345, name: 'a' });
    }
    return hand;
  }

  test('points to the next page and keeps the query', () => {
    expect(withThree().ask('GET', '/snapshots/?server_id=12345').body).toMatchObject({
      count: 3,
      next: `${BASE_URL}/snapshots/?server_id=12345&page=2`,
      previous: null,
      results: [{ id: 3 }, { id: 2 }],
    });
  });

  test('points back from the last page', () => {
    expect(withThree().ask('GET', '/snapshots/?page=2').body).toMatchObject({
      count: 3,
      next: null,
      previous: `${BASE_URL}/snapshots/?page=1`,
      results: [{ id: 1 }],
    });
  });

  test.each(['0', '3', 'x', '1.5'])('has no page %s', (page) => {
    expect(withThree().ask('GET', `/snapshots/?page=${page}`)).toMatchObject({
      status: 404,
      body: { detail: 'Invalid page.' },
    });
  });

  test('that is empty has one page', () => {
    expect(modelInHand({ pageSize: 2 }).ask('GET', '/snapshots/').body).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
  });
});

describe('The list of servers', () => {
  test('shows the documented fields', () => {
    expect(modelInHand().ask('GET', '/servers/').body).toEqual({
      count: 1,
      results: [
        {
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
        },
      ],
    });
  });

  test('filters by status and by location', () => {
    const { ask, model } = modelInHand();
    model.addServer({ id: 2, status: 'stopped' });
    expect(ask('GET', '/servers/?status=stopped').body).toMatchObject({ count: 1, results: [{ id: 2 }] });
    expect(ask('GET', '/servers/?location=us-west').body).toMatchObject({ count: 2 });
    expect(ask('GET', '/servers/?location=eu').body).toMatchObject({ count: 0 });
  });

  test('answers 403 to a token that may not read servers', () => {
    expect(modelInHand({ mayReadServers: false }).ask('GET', '/servers/')).toMatchObject({
      status: 403,
      body: { detail: 'You do not have permission to perform this action.' },
    });
  });
});
