import { type ApiRequest, type ApiResponse, detailAnswer, jsonAnswer } from './wire.ts';

/**
 * A list in the form of Django REST framework. Without `pageSize` it is one page of `count` and `results`, as the API's
 * pages show it; with it the query `page` chooses, and `next` and `previous` are absolute addresses or null.
 * `baseUrl` is the address of the API without a slash at its end.
 */
export function listAnswer(
  request: ApiRequest,
  results: readonly unknown[],
  pageSize: number | undefined,
  baseUrl: string,
): ApiResponse {
  if (pageSize === undefined) {
    return jsonAnswer(200, { count: results.length, results });
  }
  const pages = Math.max(1, Math.ceil(results.length / pageSize));
  const asked = request.query.get('page') ?? '1';
  const page = Number(asked);
  if (!/^\d+$/.test(asked) || page < 1 || page > pages) {
    return detailAnswer(404, 'Invalid page.');
  }
  const address = (number: number): string => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return `${baseUrl}${request.path}?${query}`;
  };
  return jsonAnswer(200, {
    count: results.length,
    next: page < pages ? address(page + 1) : null,
    previous: page > 1 ? address(page - 1) : null,
    results: results.slice((page - 1) * pageSize, page * pageSize),
  });
}
