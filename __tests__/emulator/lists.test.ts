import { describe, expect, test } from '@jest/globals';
import type { ListOptions } from '../../emulator/model.ts';
import { BASE_URL, createModel, START } from './create-model.ts';

/** A model whose pages have 2 items, with the snapshots 1, 2 and 3. */
function withThree(lists: ListOptions = {}) {
  const set = createModel({ pageSize: 2, lists });
  for (const id of [1, 2, 3]) {
    set.model.addSnapshot({ id, serverId: 12345, name: 'a' });
  }
  return set;
}

describe('The list of snapshots', () => {
  test('shows the newest first: of those created at one moment, the last one', () => {
    const { items, model } = createModel();
    model.addSnapshot({ id: 1, serverId: 12345, name: 'middle' });
    model.addSnapshot({ id: 2, serverId: 12345, name: 'old', createdAt: START - 1 });
    model.addSnapshot({ id: 3, serverId: 12345, name: 'new' });
    expect(items('/snapshots/')).toMatchObject([{ id: 3 }, { id: 1 }, { id: 2 }]);
  });

  test('filters by a server in each form of its id', () => {
    const { items, model } = createModel();
    const { uuid } = model.addServer({ id: 2 });
    model.addSnapshot({ id: 1, serverId: 12345, name: 'a' });
    model.addSnapshot({ id: 3, serverId: 2, name: 'b' });
    expect(items('/snapshots/?server_id=2')).toMatchObject([{ id: 3 }]);
    expect(items(`/snapshots/?server_id=${uuid}`)).toMatchObject([{ id: 3 }]);
    expect(items(`/snapshots/?server_id=${uuid.toUpperCase()}`)).toMatchObject([{ id: 3 }]);
    expect(items('/snapshots/?server_id=02')).toEqual([]);
    expect(items('/snapshots/?server_id=')).toHaveLength(2);
  });

  test('can ignore the filter', () => {
    const { items, model } = createModel({ lists: { ignoresServerFilter: true } });
    model.addSnapshot({ id: 1, serverId: 12345, name: 'a' });
    expect(items('/snapshots/?server_id=2')).toMatchObject([{ id: 1 }]);
  });

  test('can contain items that nobody can read', () => {
    const { items, model, send } = createModel();
    model.addSnapshot({ id: 1, serverId: 12345, name: 'a' });
    model.addRawItem('snapshots', { id: true });
    model.addRawItem('snapshots', null);
    expect(send('GET', '/snapshots/?server_id=2').body).toMatchObject({ count: 2, results: [{ id: true }, null] });
    expect(items('/snapshots/')).toMatchObject([{ id: 1 }, { id: true }, null]);
    expect(items('/servers/')).toHaveLength(1);
  });
});

describe('The order of a list', () => {
  test('can be the oldest first', () => {
    const { items } = withThree({ order: 'oldest-first' });
    expect(items('/snapshots/?page=1')).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(items('/snapshots/?page=2')).toMatchObject([{ id: 3 }]);
  });

  test('can be shuffled, the same in each read', () => {
    const shuffled = (shuffle: number) => {
      const { items, model } = createModel({ lists: { order: { shuffle } } });
      for (let id = 1; id <= 10; id++) {
        model.addSnapshot({ id, serverId: 12345, name: 'a' });
      }
      const ids = items('/snapshots/').map(({ id }) => id);
      expect(items('/snapshots/').map(({ id }) => id)).toEqual(ids);
      expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      return ids.join(' ');
    };
    expect(new Set([1, 2, 3].map(shuffled)).size).toBe(3);
    expect(shuffled(1)).toBe(shuffled(1));
    expect([1, 2, 3].map(shuffled)).not.toContain('10 9 8 7 6 5 4 3 2 1');
  });
});

describe('A list in pages', () => {
  test('points to the next page and keeps the query', () => {
    expect(withThree().send('GET', '/snapshots/?server_id=12345').body).toMatchObject({
      count: 3,
      next: `${BASE_URL}/snapshots/?server_id=12345&page=2`,
      previous: null,
      results: [{ id: 3 }, { id: 2 }],
    });
  });

  test('points to the previous page from the last one', () => {
    expect(withThree().send('GET', '/snapshots/?page=2').body).toMatchObject({
      count: 3,
      next: null,
      previous: `${BASE_URL}/snapshots/?page=1`,
      results: [{ id: 1 }],
    });
  });

  test.each(['0', '3', 'x', '1.5'])('has no page %s', (page) => {
    expect(withThree().send('GET', `/snapshots/?page=${page}`)).toMatchObject({
      status: 404,
      body: { detail: 'Invalid page.' },
    });
  });

  test('that is empty has one page', () => {
    expect(createModel({ pageSize: 2 }).send('GET', '/snapshots/').body).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
  });

  test('has 20 items a page, or as many as asked for up to 100', () => {
    const { items, model } = createModel();
    for (let id = 1; id <= 150; id++) {
      model.addServer({ id });
    }
    const sizes = ['', '?page_size=30', '?page_size=1000', '?page_size=0', '?page_size=x'].map(
      (query) => items(`/servers/${query}`).length,
    );
    expect(sizes).toEqual([20, 30, 100, 20, 20]);
    expect(items('/servers/?page_size=100&page=2')).toHaveLength(51);
  });

  test('never has more items than the option says', () => {
    const { items } = withThree();
    expect(items('/snapshots/?page_size=50')).toHaveLength(2);
    expect(items('/snapshots/?page_size=1')).toHaveLength(1);
  });

  test.each<[NonNullable<ListOptions['next']>, unknown, unknown]>([
    ['absolute', `${BASE_URL}/snapshots/?page=2`, null],
    ['http', 'http://127.0.0.1:1/api/v1/snapshots/?page=2', null],
    ['other-host', 'http://api.internal.example/api/v1/snapshots/?page=2', null],
    ['relative', '/api/v1/snapshots/?page=2', null],
    ['query', '?page=2', null],
    ['empty', `${BASE_URL}/snapshots/?page=2`, ''],
    ['loop', `${BASE_URL}/snapshots/?page=2`, `${BASE_URL}/snapshots/?page=1`],
    ['omitted', undefined, undefined],
  ])('can point to the next page in the form %s', (next, first, last) => {
    const { send } = withThree({ next });
    const nextOf = (target: string) => send('GET', target).body;
    expect(nextOf('/snapshots/')).toMatchObject(first === undefined ? { count: 3 } : { count: 3, next: first });
    expect(nextOf('/snapshots/?page=2')).toMatchObject(last === undefined ? { count: 3 } : { count: 3, next: last });
    if (first === undefined) {
      expect(nextOf('/snapshots/')).toEqual({ count: 3, results: [expect.anything(), expect.anything()] });
    }
  });

  test('with the form http points to the host that the client asked', () => {
    const { model } = withThree({ next: 'http' });
    const response = model.handle({
      method: 'GET',
      path: '/snapshots/',
      query: new URLSearchParams(),
      headers: { authorization: 'Bearer vps_test', host: 'admin.example' },
      body: '',
    });
    expect(JSON.parse(response.body)).toMatchObject({ next: 'http://admin.example/api/v1/snapshots/?page=2' });
  });

  test('can overlap', () => {
    const { items, send } = withThree({ overlap: 1 });
    expect(items('/snapshots/')).toMatchObject([{ id: 3 }, { id: 2 }]);
    expect(items('/snapshots/?page=2')).toMatchObject([{ id: 2 }, { id: 1 }]);
    expect(send('GET', '/snapshots/?page=2').body).toMatchObject({ next: null, count: 3 });
    expect(() => withThree({ overlap: 2 }).send('GET', '/snapshots/')).toThrow('lists.overlap');
  });

  test('can count too many', () => {
    expect(withThree({ extraCount: 2 }).send('GET', '/snapshots/?page=2').body).toMatchObject({ count: 5, next: null });
  });

  test('can be a bare array', () => {
    expect(withThree({ bare: true }).send('GET', '/snapshots/').body).toMatchObject([{ id: 3 }, { id: 2 }, { id: 1 }]);
    expect(withThree({ bare: true }).send('GET', '/servers/').body).toMatchObject([{ id: 12345 }]);
  });
});

describe('The list of servers', () => {
  test('shows the newest first', () => {
    const { items, model } = createModel();
    model.addServer({ id: 2 });
    expect(items('/servers/')).toMatchObject([{ id: 2 }, { id: 12345 }]);
  });

  test('filters by status and by location', () => {
    const { items, model } = createModel();
    model.addServer({ id: 2, status: 'stopped' });
    expect(items('/servers/?status=stopped')).toMatchObject([{ id: 2 }]);
    expect(items('/servers/?location=us-west')).toHaveLength(2);
    expect(items('/servers/?location=eu')).toEqual([]);
  });

  test.each(['/servers/', '/servers/12345/'])(
    '%s returns 403 to a token that is not allowed to read servers',
    (target) => {
      expect(createModel({ mayReadServers: false }).send('GET', target)).toMatchObject({
        status: 403,
        body: { detail: 'You do not have permission to perform this action.' },
      });
    },
  );
});
