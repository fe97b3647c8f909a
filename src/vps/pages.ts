import * as v from 'valibot';
import { UnreadableAnswer } from './errors.ts';
import { pageOf } from './schema.ts';
import type { Exchange } from './transport.ts';

/** More pages than this are taken for a list that never ends. */
const MOST_PAGES = 100;

/** Sends one GET and gives the body of a good answer. */
export type Get = (exchange: Exchange) => Promise<string>;

/**
 * Reads a whole list. `next` is followed only to the base address's own origin and the list's own path, so that the
 * token goes nowhere else (vps-api.md, Pages).
 * @param apiUrl base address without a slash at its end
 * @throws UnreadableAnswer for another shape, a `next` that leads elsewhere, or too many pages; what `get` throws
 */
export async function readList<Item extends v.GenericSchema>(
  get: Get,
  apiUrl: string,
  path: string,
  query: URLSearchParams,
  item: Item,
): Promise<v.InferOutput<Item>[]> {
  const Page = v.pipe(v.string(), v.parseJson(), pageOf(item));
  const home = new URL(`${apiUrl}${path}`);
  const items: v.InferOutput<Item>[] = [];
  let exchange: Exchange = { method: 'GET', path, query };
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = v.safeParse(Page, await get(exchange));
    if (!answer.success) {
      throw new UnreadableAnswer(exchange, `${issueWords(answer.issues)}`);
    }
    items.push(...answer.output.results);
    if (answer.output.next === null) return items;
    const next = URL.parse(answer.output.next, home.href);
    if (next?.origin !== home.origin || next.pathname !== home.pathname) {
      throw new UnreadableAnswer(exchange, `its next page is at ${next?.origin ?? 'no address'}, outside api_url`);
    }
    exchange = { method: 'GET', path, query: next.searchParams };
  }
  throw new UnreadableAnswer(exchange, `the list has more than ${MOST_PAGES} pages`);
}

/** Where an answer differs from what the API's pages show. */
export function issueWords(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const path = v.getDotPath(issues[0]);
  return path === null ? issues[0].message : `at ${path}: ${issues[0].message}`;
}
