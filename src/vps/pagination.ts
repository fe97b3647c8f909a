import * as v from 'valibot';
import type { Deadline } from '../clock.ts';
import { InvalidResponseError, isInvalidPage, NotFoundError, RequestError } from './errors.ts';
import type { ApiRequest, ApiResponse, Send } from './exchange.ts';
import { type Identity, isSame } from './id.ts';
import { readBody, readOnce } from './read-body.ts';
import { type List, ListedIdentity } from './schema.ts';

/** The most items that the API puts on a page (docs/api.md, Two dialects). */
const PAGE_SIZE = '100';
/** All pages of a list together, in characters. */
const MAX_LIST_LENGTH = 32 * 1024 * 1024;
/** The most items of a list: each takes memory, however short it is. */
const MAX_ITEMS = 20_000;

const Count = v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number))]);

/** A page of Django REST Framework, reduced to the fields that are certain. */
const FrameworkPage = v.object({
  results: v.array(v.unknown()),
  next: v.fallback(v.nullish(v.string()), null),
  count: v.fallback(v.nullish(Count), null),
});
type Page = v.InferOutput<typeof FrameworkPage>;

const BareList = v.pipe(
  v.array(v.unknown()),
  v.transform((results): Page => ({ results, next: null, count: null })),
);
const Page = v.union([FrameworkPage, BareList]);

interface ListedItem extends Identity {
  /** The server that the item belongs to, if any. */
  readonly server?: Identity;
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
  schema: v.GenericSchema<unknown, Item>,
  deadline: Deadline,
): Promise<List<Item>> {
  const list = new ItemCollector(schema);
  const requested = new Set<string>();
  let length = 0;
  let search = new URLSearchParams({ ...query, page_size: PAGE_SIZE });
  let isGuess = false;
  for (let number = 1; ; number += 1) {
    const asked: ApiRequest = { method: 'GET', path, query: search };
    const read = readOnce((response) => readBody(asked, Page, response));
    const request = { ...asked, read };
    if (number > 1 && deadline.leftMs() === 0) {
      throw new RequestError(request, `the list did not end before the timeout, after ${number - 1} pages`, true);
    }
    requested.add(pageKey(search));
    const response = await sendForPage(send, request, { number, isGuess }, deadline);
    if (response === undefined) return list;
    length += response.body.length;
    if (length > MAX_LIST_LENGTH) throw new InvalidResponseError(request, 'the list is larger than 32 MiB');
    const { results, next, count } = read(response);
    const hasNew = list.add(results);
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
  readonly #schema: v.GenericSchema<unknown, Item>;
  readonly #indexes = new Map<string, number[]>();

  constructor(schema: v.GenericSchema<unknown, Item>) {
    this.#schema = schema;
  }

  get size(): number {
    return this.items.length + this.unreadable;
  }

  /** @returns whether the page has something that was not listed before */
  add(results: readonly unknown[]): boolean {
    const before = this.size;
    for (const result of results) {
      const parsed = v.safeParse(this.#schema, result);
      if (parsed.success) this.#addItem(parsed.output);
      else this.#addUnreadable(result);
    }
    return this.size > before;
  }

  #addUnreadable(item: unknown): void {
    this.unreadable += 1;
    const identity = v.safeParse(ListedIdentity, item);
    if (identity.success && identity.output) this.identified.push(identity.output);
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
