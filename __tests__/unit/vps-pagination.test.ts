import { describe, expect, test } from '@jest/globals';
import { InvalidResponseError, RequestError } from '../../src/vps/errors.ts';
import type { ApiResponse } from '../../src/vps/exchange.ts';
import { createPageReader, readList } from '../../src/vps/pagination.ts';
import { ListedSnapshot } from '../../src/vps/schema.ts';
import { fakeSend, page, type Reply, rejectionOf, respond, snapshotJson } from '../support/api-responses.ts';
import { createTestContext } from '../support/fake-clock.ts';

const LIST = 'https://vps.test/api/v1/snapshots/';
const FIRST = 'GET /snapshots/?server_id=12345&page_size=100';

function snapshots(...numbers: readonly number[]) {
  return numbers.map((number) => snapshotJson(number));
}

/** Reads a list that has these pages. */
function read(...replies: readonly Reply[]) {
  const { send, lines } = fakeSend(...replies);
  const { deadline } = createTestContext();
  return {
    list: readList(send, '/snapshots/', { server_id: '12345' }, createPageReader(ListedSnapshot), deadline()),
    lines,
  };
}

async function keysOf({ list }: ReturnType<typeof read>): Promise<string[]> {
  return (await list).items.map(({ key }) => key);
}

describe('A list', () => {
  test('of one page is requested once, with the largest page size', async () => {
    const reading = read(page(snapshots(801, 802)));
    expect(await keysOf(reading)).toEqual(['801', '802']);
    expect(reading.lines()).toEqual([FIRST]);
  });

  test.each([
    ['without next', respond(200, { count: 1, results: snapshots(801) })],
    ['with an empty next', page(snapshots(801), { next: '' })],
    ['that is a bare array', respond(200, snapshots(801))],
    ['with a count as text', page(snapshots(801), { count: '1' })],
    ['with an unreadable count', page(snapshots(801), { count: 'many' })],
    ['without a count', respond(200, { results: snapshots(801) })],
    ['with a next that is not text', page(snapshots(801), { next: 2 })],
    ['with a next that is not an address', page(snapshots(801), { next: 'http://[x' })],
  ])('%s has one page', async (_what, response) => {
    const reading = read(response);
    expect(await keysOf(reading)).toEqual(['801']);
    expect(reading.lines()).toEqual([FIRST]);
  });

  test('may be empty', async () => {
    expect(await read(page([])).list).toMatchObject({ items: [], unreadable: 0 });
  });

  test.each([
    ['HTML', '<html>Sign in</html>', 'expected JSON'],
    ['JSON that is cut off', '{"count": 1, "results": [', 'expected JSON'],
    ['nothing', '', 'expected JSON'],
    ['an object without results', '{"password": "hunter22"}', 'expected (Object | Array)'],
    ['results of another type', '{"results": "hunter22"}', 'expected (Object | Array)'],
  ])('that is %s is unreadable, and its error does not repeat it', async (_what, body, reason) => {
    const error = await rejectionOf(read(respond(200, body)).list);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error).toMatchObject({ message: `GET /snapshots/ returned an unreadable response: ${reason}` });
  });

  test('skips and counts items that cannot be read', async () => {
    const results = [...snapshots(801), { id: 'x' }, null, snapshotJson(802, { server: null }), ...snapshots(803)];
    const { items, unreadable } = await read(page(results)).list;
    expect([items.map(({ key }) => key), unreadable]).toEqual([['801', '803'], 3]);
  });

  test('has an item only once if it is listed twice, as it was read last', async () => {
    const first = page([snapshotJson(801, { status: 'in_progress' }), ...snapshots(802)], {
      count: 3,
      next: '?page=2',
    });
    const { items } = await read(first, page([...snapshots(801), ...snapshots(803)])).list;
    expect(items.map(({ key, status }) => [key, status])).toEqual([
      ['801', 'completed'],
      ['802', 'completed'],
      ['803', 'completed'],
    ]);
  });

  test('has an item twice if it is listed under two servers', async () => {
    expect(await keysOf(read(page([...snapshots(801), snapshotJson(801, { server: 222 })])))).toEqual(['801', '801']);
  });
});

describe('A list that is read several times', () => {
  test.each([
    ['the same', [801, 802], [801, 802]],
    ['longer', [801], [801, 802]],
    ['shorter', [801, 802], [802]],
    ['empty', [801], []],
  ])('is as it was returned last: %s', async (_, before, now) => {
    const { send } = fakeSend(page(snapshots(...before)), page(snapshots(...now)));
    const { deadline } = createTestContext();
    const readItems = createPageReader(ListedSnapshot);
    const keys = async () =>
      (await readList(send, '/snapshots/', {}, readItems, deadline())).items.map(({ key }) => Number(key));
    expect([await keys(), await keys()]).toEqual([before, now]);
  });

  test('is not parsed again if it is the same', () => {
    const readItems = createPageReader(ListedSnapshot);
    const read = (numbers: readonly number[]) => readItems({ method: 'GET', path: '/' }, page(snapshots(...numbers)));
    const first = read([801]);
    expect(read([801])).toBe(first);
    expect(read([802])).not.toBe(first);
  });
});

describe('The next page', () => {
  test.each([
    ['an address', `${LIST}?page=2&page_size=100&server_id=12345`],
    ['an address with http', `http://vps.test/api/v1/snapshots/?page=2`],
    ['an address of another host', 'https://elsewhere.test/api/v1/snapshots/?page=2'],
    ['an address with another path', 'https://vps.test/account/?page=2'],
    ['a path', '/api/v1/snapshots/?page=2'],
    ['a query', '?page=2'],
    ['a query without the filter', '?page=2&page_size=100'],
  ])('is followed by its query alone, on the path of the list: %s', async (_form, next) => {
    const reading = read(page(snapshots(801), { count: 2, next }), page(snapshots(802), { count: 2 }));
    expect(await keysOf(reading)).toEqual(['801', '802']);
    expect(reading.lines()).toEqual([FIRST, `${FIRST}&page=2`]);
  });

  test('may be named by a cursor', async () => {
    const reading = read(
      respond(200, { next: '?cursor=a%2Bb', results: snapshots(801) }),
      respond(200, { next: '?cursor=c', results: snapshots(802) }),
      respond(200, { next: null, results: snapshots(803) }),
    );
    expect(await keysOf(reading)).toEqual(['801', '802', '803']);
    expect(reading.lines()).toEqual([FIRST, `${FIRST}&cursor=a%2Bb`, `${FIRST}&cursor=c`]);
  });

  test('keeps the page size that the API chose', async () => {
    const reading = read(page(snapshots(801), { count: 2, next: '?page=2&page_size=20' }), page(snapshots(802)));
    await reading.list;
    expect(reading.lines()[1]).toBe('GET /snapshots/?server_id=12345&page_size=20&page=2');
  });

  test.each(['?page=1', `${LIST}?page=1&server_id=12345&page_size=100`, '?page_size=100'])(
    'is not requested twice: the last page points to %s',
    async (next) => {
      const reading = read(
        page(snapshots(801), { count: 2, next: '?page=2' }),
        page(snapshots(802), { count: 2, next }),
      );
      expect(await keysOf(reading)).toEqual(['801', '802']);
      expect(reading.lines()).toHaveLength(2);
    },
  );

  test('that is missing now is an error, not the end of the list', async () => {
    const reading = read(page(snapshots(801), { count: 2, next: '?page=2' }), respond(404, { detail: 'Not found.' }));
    expect(await rejectionOf(reading.list)).toMatchObject({ status: 404 });
  });

  test('that is invalid now is the end: the list has become shorter', async () => {
    const reading = read(
      page(snapshots(801), { count: 2, next: '?page=2' }),
      respond(404, { detail: 'Invalid page.' }),
    );
    expect(await keysOf(reading)).toEqual(['801']);
  });

  test('is never the first one: if that is invalid, it is an error', async () => {
    expect(await rejectionOf(read(respond(404, { detail: 'Invalid page.' })).list)).toMatchObject({ status: 404 });
  });
});

describe('A count that says more than was listed', () => {
  test.each([
    ['no next', undefined],
    ['null', null],
    ['empty text', ''],
  ])('is followed by page number if there is %s', async (_what, next) => {
    const reading = read(
      respond(200, { count: 5, next, results: snapshots(801, 802) }),
      respond(200, { count: '5', next, results: snapshots(803, 804) }),
      respond(200, { count: 5, next, results: snapshots(805) }),
    );
    expect(await keysOf(reading)).toEqual(['801', '802', '803', '804', '805']);
    expect(reading.lines()).toEqual([FIRST, `${FIRST}&page=2`, `${FIRST}&page=3`]);
  });

  test('counts what is listed twice once', async () => {
    const reading = read(
      respond(200, { count: 3, results: snapshots(801, 802) }),
      respond(200, { count: 3, results: snapshots(802, 803) }),
    );
    expect(await keysOf(reading)).toEqual(['801', '802', '803']);
  });

  test('counts what cannot be read', async () => {
    const reading = read(respond(200, { count: 2, results: [...snapshots(801), {}] }));
    expect(await reading.list).toMatchObject({ unreadable: 1 });
    expect(reading.lines()).toHaveLength(1);
  });

  test.each([
    ['an invalid page', respond(404, { detail: 'Invalid page.' })],
    ['a page that is not found', respond(404, { detail: 'Not found.' })],
    ['an empty page', page([], { count: 9 })],
    ['the first page again', page(snapshots(801), { count: 9 })],
  ])('may be wrong: the list ends with %s', async (_what, second) => {
    const reading = read(page(snapshots(801), { count: 9 }), second);
    expect(await keysOf(reading)).toEqual(['801']);
    expect(reading.lines()).toHaveLength(2);
  });
});

describe('A list without end', () => {
  /** Each page points to another one, and takes a second. */
  function endless(bodyLength: number, timeoutMs: number) {
    const { clock, deadline } = createTestContext();
    let pages = 0;
    const send = async (): Promise<ApiResponse> => {
      pages += 1;
      clock.advance(1000);
      return respond(200, { results: [], next: `?page=${pages + 1}`, padding: ' '.repeat(bodyLength) });
    };
    return {
      list: readList(send, '/snapshots/', {}, createPageReader(ListedSnapshot), deadline(timeoutMs)),
      pages: () => pages,
    };
  }

  test('is read until the timeout', async () => {
    const { list, pages } = endless(0, 500_000);
    const error = await rejectionOf(list);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({
      message: 'GET /snapshots/ got no response: the list did not end before the timeout, after 500 pages',
    });
    expect(pages()).toBe(500);
  });

  test('is read up to 32 MiB', async () => {
    const { list, pages } = endless(4 * 1024 * 1024, 500_000);
    const error = await rejectionOf(list);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error).toMatchObject({ message: expect.stringContaining('the list is larger than 32 MiB') });
    expect(pages()).toBe(8);
  });
});
