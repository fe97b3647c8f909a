import { createHash } from 'node:crypto';
import type { Dialect } from './dialect.ts';
import { type ApiRequest, type ApiResponse, detailResponse, jsonResponse } from './http.ts';

/**
 * How a page points to the next and the previous one. `absolute`, the default: a full URL, null at the ends. `http`: a
 * URL with the scheme http and the host that the client requested, as behind a proxy that terminates TLS. `other-host`:
 * the URL of an internal host. `relative`: a path. `query`: only a query. `empty`: an empty string instead of null at
 * the ends. `loop`: the last page points to the first. `omitted`: no pointers at all.
 */
export type NextForm = 'absolute' | 'http' | 'other-host' | 'relative' | 'query' | 'empty' | 'loop' | 'omitted';

/** `shuffle` orders by a hash of the number and the item, so every read has the same order. */
export type ListOrder = 'newest-first' | 'oldest-first' | { shuffle: number };

/** How lists are written. */
export interface ListOptions {
  /** A bare array of all items instead of pages. */
  bare?: boolean;
  next?: NextForm;
  /** `count` is too large by this many. */
  extraCount?: number;
  /** Each page repeats this many items of the page before it. Must be less than the size of a page. */
  overlap?: number;
  /** `newest-first` by default. */
  order?: ListOrder;
  /** The query `server_id` has no effect. */
  ignoresServerFilter?: boolean;
}

/** Page sizes: the default, and the maximum for the query `page_size`. */
export interface PageSizes {
  default: number;
  max: number;
}

/** As VPS.org's own clients document them. */
const PAGE_SIZES: PageSizes = { default: 20, max: 100 };

/**
 * The page sizes of a dialect.
 * @param cap the most items on a page
 * @returns `undefined` for lists without pages
 */
export function pageSizes(dialect: Dialect, cap: number | undefined): PageSizes | undefined {
  if (dialect === 'docs') return cap === undefined ? undefined : { default: cap, max: cap };
  const { default: usual, max } = PAGE_SIZES;
  return { default: Math.min(usual, cap ?? usual), max: Math.min(max, cap ?? max) };
}

/** Host of the URLs of the form `other-host`. */
export const OTHER_HOST = 'http://api.internal.example';

const BASE_PATH = '/api/v1';

/** Takes items in order of age, the oldest first, and orders them; `keyOf` names an item for a shuffle. */
export function ordered<T>(
  oldestFirst: readonly T[],
  order: ListOrder = 'newest-first',
  keyOf: (item: T) => string,
): T[] {
  if (order === 'oldest-first') {
    return [...oldestFirst];
  }
  if (order === 'newest-first') {
    return oldestFirst.toReversed();
  }
  const rank = (item: T): string =>
    createHash('sha256')
      .update(`${order.shuffle} ${keyOf(item)}`)
      .digest('hex');
  return oldestFirst.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/**
 * A list in the form of Django REST framework. Without `sizes` it is one page of `count` and `results`, as the
 * documentation shows it; otherwise the queries `page` and `page_size` choose. `baseUrl` is the base URL of the API
 * without a trailing slash.
 */
export function listResponse(
  request: ApiRequest,
  results: readonly unknown[],
  options: ListOptions,
  sizes: PageSizes | undefined,
  baseUrl: string,
): ApiResponse {
  if (options.bare) {
    return jsonResponse(200, results);
  }
  const count = results.length + (options.extraCount ?? 0);
  if (sizes === undefined) {
    return jsonResponse(200, { count, results });
  }
  const size = pageSize(request, sizes);
  const step = size - (options.overlap ?? 0);
  if (step < 1) {
    throw new Error('lists.overlap must be less than the size of a page.');
  }
  const pages = Math.max(1, Math.ceil((results.length - size) / step) + 1);
  const asked = request.query.get('page') ?? '1';
  const page = Number(asked);
  if (!/^\d+$/.test(asked) || page < 1 || page > pages) {
    return detailResponse(404, 'Invalid page.');
  }
  const shown = results.slice((page - 1) * step, (page - 1) * step + size);
  const next = options.next ?? 'absolute';
  if (next === 'omitted') {
    return jsonResponse(200, { count, results: shown });
  }
  const atEnd = next === 'empty' ? '' : null;
  const pointer = (number: number): string => pagePointer(request, number, next, baseUrl);
  const afterLast = next === 'loop' ? pointer(1) : atEnd;
  return jsonResponse(200, {
    count,
    next: page < pages ? pointer(page + 1) : afterLast,
    previous: page > 1 ? pointer(page - 1) : atEnd,
    results: shown,
  });
}

/**
 * The page size that the query asks for, up to the maximum; a query that is not a positive number has no effect, as in
 * Django.
 */
function pageSize({ query }: ApiRequest, sizes: PageSizes): number {
  const asked = query.get('page_size') ?? '';
  return /^[1-9]\d*$/.test(asked) ? Math.min(Number(asked), sizes.max) : sizes.default;
}

function pagePointer({ path, query, headers }: ApiRequest, page: number, form: NextForm, baseUrl: string): string {
  const pointed = new URLSearchParams(query);
  pointed.set('page', String(page));
  switch (form) {
    case 'http':
      return `http://${headers.host ?? new URL(baseUrl).host}${BASE_PATH}${path}?${pointed}`;
    case 'other-host':
      return `${OTHER_HOST}${BASE_PATH}${path}?${pointed}`;
    case 'relative':
      return `${BASE_PATH}${path}?${pointed}`;
    case 'query':
      return `?${pointed}`;
    default:
      return `${baseUrl}${path}?${pointed}`;
  }
}
