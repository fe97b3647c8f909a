import * as v from 'valibot';
import type { Deadline } from '../clock.ts';
import { InvalidResponseError, NotFoundError, RequestError } from './errors.ts';
import type { ApiRequest, Send } from './exchange.ts';
import { type Identity, isSame } from './id.ts';
import type { List } from './schema.ts';

const PAGE_SIZE = '100';
/** All pages of a list together may have this many characters. */
const MAX_LIST_LENGTH = 32 * 1024 * 1024;

const Page = v.union([
  v.pipe(
    v.array(v.unknown()),
    v.transform((results) => ({ results, next: null, count: results.length })),
  ),
  v.object({
    results: v.array(v.unknown()),
    next: v.fallback(v.nullish(v.string(), null), null),
    count: v.fallback(v.nullish(v.pipe(v.number(), v.safeInteger()), null), null),
  }),
]);

/** What tells two items of a list apart, besides their own ids. */
interface ListedItem extends Identity {
  readonly server?: Identity;
}

/**
 * Reads a whole list. Of `next` only the query is followed, on the list's own path, so that the token goes nowhere else;
 * if `count` says that there is more and `next` is missing, the list goes on by page number. An item that is listed twice
 * counts once. The list is bounded by the deadline and by its size, not by a number of pages (docs/api.md, Two dialects).
 * @throws InvalidResponseError for another shape, or a list that is too large; what `send` throws
 */
export async function readList<Item extends ListedItem>(
  send: Send,
  path: string,
  query: Readonly<Record<string, string>>,
  schema: v.GenericSchema<unknown, Item>,
  deadline: Deadline,
): Promise<List<Item>> {
  const items: Item[] = [];
  const byKey = new Map<string, number[]>();
  const requested = new Set<string>();
  let unreadable = 0;
  let listed = 0;
  let length = 0;
  let search: URLSearchParams | undefined = new URLSearchParams({ ...query, page_size: PAGE_SIZE });
  for (let page = 1; search; page += 1) {
    const request: ApiRequest = { method: 'GET', path, query: search };
    requested.add(String(search));
    if (page > 1 && deadline.leftMs() === 0)
      throw new RequestError(request, `the list has not ended after ${page - 1} pages`, true);
    const body = await readPage(send, request, page, deadline);
    if (body === undefined) break;
    length += body.length;
    if (length > MAX_LIST_LENGTH) throw new InvalidResponseError(request, 'the list is too large');
    const { results, next, count } = parsePage(request, body);
    const before = items.length + unreadable;
    for (const result of results) {
      const item = v.safeParse(schema, result);
      if (item.success) addItem(items, byKey, item.output);
      else unreadable += 1;
    }
    listed += results.length;
    const hasNew = items.length + unreadable > before;
    search = nextSearch(next, search, requested) ?? byCount(search, page, hasNew && count !== null && listed < count);
    if (search && requested.has(String(search))) break;
  }
  return { items, unreadable };
}

/** @returns `undefined` if there is no such page: the list has ended */
async function readPage(
  send: Send,
  request: ApiRequest,
  page: number,
  deadline: Deadline,
): Promise<string | undefined> {
  try {
    return (await send(request, deadline)).body;
  } catch (error) {
    if (page > 1 && error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function parsePage(request: ApiRequest, body: string): v.InferOutput<typeof Page> {
  const page = v.safeParse(v.pipe(v.string(), v.parseJson(), Page), body);
  if (page.success) return page.output;
  throw new InvalidResponseError(request, issueText(page.issues));
}

/** The later reading of an item that is listed twice is the newer one. One under another server is another item. */
function addItem<Item extends ListedItem>(items: Item[], byKey: Map<string, number[]>, item: Item): void {
  const key = item.key.toLowerCase();
  const known = byKey.get(key) ?? [];
  const index = known.find((at) => {
    const other = items[at];
    return other && (!item.server || !other.server || isSame(item.server, other.server));
  });
  if (index === undefined) byKey.set(key, [...known, items.push(item) - 1]);
  else items[index] = item;
}

/** The query of the next page; `undefined` if `next` names none, or one that was requested already. */
function nextSearch(
  next: string | null,
  current: URLSearchParams,
  requested: ReadonlySet<string>,
): URLSearchParams | undefined {
  const url = next ? URL.parse(next, 'https://vps.invalid/') : null;
  if (!url || url.search === '') return undefined;
  const merged = new URLSearchParams(current);
  for (const [name, value] of url.searchParams) merged.set(name, value);
  return requested.has(String(merged)) ? undefined : merged;
}

function byCount(current: URLSearchParams, page: number, hasMore: boolean): URLSearchParams | undefined {
  if (!hasMore) return undefined;
  const search = new URLSearchParams(current);
  search.set('page', String(page + 1));
  return search;
}

/** How a response differs from what the API documents, without repeating what is in it. */
export function issueText(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [{ expected, type }] = issues;
  const path = v.getDotPath(issues[0]);
  const what = expected === null ? `not valid (${type})` : `expected ${expected}`;
  return path === null ? what : `at ${path}: ${what}`;
}
