import * as v from 'valibot';
import type { Deadline } from '../clock.ts';
import { InvalidResponseError, isInvalidPage, NotFoundError, RequestError } from './errors.ts';
import type { ApiRequest, ApiResponse, Send } from './exchange.ts';
import { type Identity, isSame } from './id.ts';
import { readJson } from './read-json.ts';
import { type List, ListedIdentity } from './schema.ts';

/** The most items that the API puts on a page (docs/api.md, Two dialects). */
const PAGE_SIZE = '100';
/** All pages of a list together, in characters. */
const MAX_LIST_LENGTH = 32 * 1024 * 1024;
/** The most items of a list: each takes memory, however short it is. */
const MAX_ITEMS = 20_000;

const Count = v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number))]);

/** A response of Django REST Framework, reduced to the fields that are certain. */
const FrameworkPage = v.object({
  results: v.array(v.unknown()),
  next: v.fallback(v.nullish(v.string()), null),
  count: v.fallback(v.nullish(Count), null),
});

const BareList = v.pipe(
  v.array(v.unknown()),
  v.transform((results): v.InferOutput<typeof FrameworkPage> => ({ results, next: null, count: null })),
);
const AnyPage = v.union([FrameworkPage, BareList]);

interface ListedItem extends Identity {
  /** The server that the item belongs to, if any. */
  readonly server?: Identity;
}

/** What could be read of one page. */
interface Page<Item> {
  readonly items: readonly Item[];
  /** The other items' own identities; `undefined` if even that cannot be read. */
  readonly unreadable: readonly (Identity | undefined)[];
  readonly next: string | null | undefined;
  readonly count: number | null | undefined;
}

/**
 * Reads a page of a list.
 * @throws InvalidResponseError
 */
export type ReadPage<Item> = (request: ApiRequest, response: ApiResponse) => Page<Item>;

/** A reader that does not parse the same page twice in a row, because most polls return what the one before returned. */
export function createPageReader<Item>(schema: v.GenericSchema<unknown, Item>): ReadPage<Item> {
  let last: { readonly body: string; readonly page: Page<Item> } | undefined;
  return (request, response) => {
    if (last?.body !== response.body) last = { body: response.body, page: readPage(request, response, schema) };
    return last.page;
  };
}

function readPage<Item>(
  request: ApiRequest,
  response: ApiResponse,
  schema: v.GenericSchema<unknown, Item>,
): Page<Item> {
  const { results, next, count } = readJson(request, AnyPage, response);
  const items: Item[] = [];
  const unreadable: (Identity | undefined)[] = [];
  for (const result of results) {
    const item = v.safeParse(schema, result);
    if (item.success) items.push(item.output);
    else unreadable.push(readIdentity(result));
  }
  return { items, unreadable, next, count };
}

function readIdentity(item: unknown): Identity | undefined {
  const identity = v.safeParse(ListedIdentity, item);
  return identity.success ? identity.output : undefined;
}

/**
 * Reads a whole list. Only the query of `next` is used, on the list's own path, so that the token goes nowhere else.
 * If `count` says that there is more and `next` is missing, the list goes on by page number. An item that is listed twice
 * counts once, and one that cannot be read is counted, not returned. The list is bounded by the deadline and by its size,
 * not by a number of pages (docs/contract.md, Retries and polling).
 * @throws InvalidResponseError for another shape, or a list that is too large; RequestError if the deadline passes before
 *   the list ends; what `send` throws
 */
export async function readList<Item extends ListedItem>(
  send: Send,
  path: string,
  query: Readonly<Record<string, string>>,
  readItems: ReadPage<Item>,
  deadline: Deadline,
): Promise<List<Item>> {
  const list = new ItemCollector<Item>();
  const requested = new Set<string>();
  let length = 0;
  let search = new URLSearchParams({ ...query, page_size: PAGE_SIZE });
  let isGuess = false;
  for (let number = 1; ; number += 1) {
    const asked: ApiRequest = { method: 'GET', path, query: search };
    const request: ApiRequest = { ...asked, read: (response) => readItems(asked, response) };
    if (number > 1 && deadline.leftMs() === 0) {
      throw new RequestError(request, `the list did not end before the timeout, after ${number - 1} pages`, true);
    }
    requested.add(pageKey(search));
    const response = await sendForPage(send, request, { number, isGuess }, deadline);
    if (response === undefined) return list;
    length += response.body.length;
    if (length > MAX_LIST_LENGTH) throw new InvalidResponseError(request, 'the list is larger than 32 MiB');
    const page = readItems(asked, response);
    const { next, count } = page;
    const hasNew = list.add(page);
    if (list.size > MAX_ITEMS) throw new InvalidResponseError(request, `the list has more than ${MAX_ITEMS} items`);
    const linked = followNext(search, next);
    if (linked) search = linked;
    else if (hasNew && list.size < (count ?? 0)) search = withQuery(search, { page: String(number + 1) });
    else return list;
    isGuess = linked === undefined;
    if (requested.has(pageKey(search))) return list;
  }
}

/**
 * @param page its number, and whether it is requested because of `count`, not because of `next`
 * @returns `undefined` if there is no such page: the list has ended
 */
async function sendForPage(
  send: Send,
  request: ApiRequest,
  { number, isGuess }: { readonly number: number; readonly isGuess: boolean },
  deadline: Deadline,
): Promise<ApiResponse | undefined> {
  try {
    return await send(request, deadline);
  } catch (error) {
    if ((number > 1 && isInvalidPage(error)) || (isGuess && error instanceof NotFoundError)) return undefined;
    throw error;
  }
}

/** @returns `undefined` if `next` leads nowhere */
function followNext(search: URLSearchParams, next: string | null | undefined): URLSearchParams | undefined {
  const url = next ? URL.parse(next, 'https://vps.invalid/') : null;
  return url && url.search !== '' ? withQuery(search, Object.fromEntries(url.searchParams)) : undefined;
}

/** A `next` that forgets the filter or the page size must not change them. */
function withQuery(search: URLSearchParams, query: Readonly<Record<string, string>>): URLSearchParams {
  const merged = new URLSearchParams(search);
  for (const [name, value] of Object.entries(query)) merged.set(name, value);
  return merged;
}

/** Page 1 counts as the same page with and without its number. */
function pageKey(search: URLSearchParams): string {
  return String(withQuery(search, { page: search.get('page') ?? '1' }));
}

/** What could be read of the pages so far. */
class ItemCollector<Item extends ListedItem> implements List<Item> {
  readonly items: Item[] = [];
  readonly identified: Identity[] = [];
  unreadable = 0;
  readonly #indexes = new Map<string, number[]>();

  get size(): number {
    return this.items.length + this.unreadable;
  }

  /** @returns whether the page has something that was not listed before */
  add({ items, unreadable }: Page<Item>): boolean {
    const before = this.size;
    for (const item of items) this.#addItem(item);
    this.unreadable += unreadable.length;
    for (const identity of unreadable) if (identity) this.identified.push(identity);
    return this.size > before;
  }

  /**
   * The later reading is the newer one. An item that is listed under several servers is kept under each, because which of
   * them is right is unclear.
   */
  #addItem(item: Item): void {
    const key = item.key.toLowerCase();
    const indexes = this.#indexes.get(key) ?? [];
    const known = indexes.find((index) => isSameOwner(this.items[index]?.server, item.server));
    if (known !== undefined) this.items[known] = item;
    else this.#indexes.set(key, [...indexes, this.items.push(item) - 1]);
  }
}

function isSameOwner(a: Identity | undefined, b: Identity | undefined): boolean {
  return a === undefined || b === undefined || isSame(a, b);
}
