import { describe, expect, test } from '@jest/globals';
import {
  BadRequest,
  errorFor,
  Forbidden,
  isCallError,
  isRefusal,
  NotFound,
  PassingFault,
  Redirected,
  Unauthorized,
  UnexpectedStatus,
} from '../../src/vps/errors.ts';
import type { Exchange } from '../../src/vps/transport.ts';

const POST: Exchange = { method: 'POST', path: '/snapshots/', query: new URLSearchParams('a=b'), body: { name: 'x' } };

function errorOf(status: number, body: string) {
  return errorFor(POST, { status, retryAfter: undefined, body });
}

describe('The words of the API', () => {
  test.each([
    ['detail', '{"detail": "Invalid token."}', 'Invalid token.'],
    ['error', '{"error": "Snapshot limit reached."}', 'Snapshot limit reached.'],
    ['message', '{"message": "No."}', 'No.'],
    ['one field', '{"name": ["Not allowed.", "Too long."]}', 'name: Not allowed. Too long.'],
    ['several fields', '{"name": ["a"], "server_id": ["b"]}', 'name: a; server_id: b'],
    ['a field and a detail', '{"detail": "a", "name": "b"}', 'a; name: b'],
    ['text', 'upstream\n  timed out\n', 'upstream timed out'],
    [
      'an HTML page',
      '<html><head><style>b{}</style></head>\n<body><h1>502 Bad Gateway</h1></body></html>',
      '502 Bad Gateway',
    ],
    ['a page with a script', '<SCRIPT type="x">alert(1)</SCRIPT ><p>Sorry</p>', 'Sorry'],
  ])('are found in %s', (_where, body, words) => {
    const error = errorOf(400, body);
    expect(error.words).toBe(words);
    expect(error.message).toBe(`POST /snapshots/ was answered 400: ${error.words}`);
  });

  test.each([
    ['a list', '["Limit reached."]', 'Limit reached.'],
    ['nested JSON', '{"detail": {"code": "limit"}}', 'limit'],
  ])('are not lost in %s', (_where, body, words) => {
    expect(errorOf(400, body).words).toContain(words);
  });

  test.each(['', '  \n', '{}', '<html></html>'])('can be missing: %j', (body) => {
    expect(errorOf(404, body).message).toMatch(/^POST \/snapshots\/ was answered 404(?:: \{\})?$/u);
  });

  test('are cut to 300 characters', () => {
    const { words } = errorOf(500, `{"detail": "${'x'.repeat(5000)}"}`);
    expect(words).toHaveLength(300);
    expect(words.endsWith('…')).toBe(true);
  });

  test('are disarmed: they stay one line and no command', () => {
    const { words } = errorOf(400, JSON.stringify({ detail: '::error::a\n::warning::b \u001b[31mc' }));
    expect(words).toBe(': :error::a ::warning::b c');
  });
});

describe('The class of an error', () => {
  test.each([
    [400, BadRequest],
    [401, Unauthorized],
    [403, Forbidden],
    [404, NotFound],
    [408, PassingFault],
    [429, PassingFault],
    [500, PassingFault],
    [501, PassingFault],
    [503, PassingFault],
    [599, PassingFault],
    [301, Redirected],
    [302, Redirected],
    [307, Redirected],
    [308, Redirected],
    [405, UnexpectedStatus],
    [409, UnexpectedStatus],
    [418, UnexpectedStatus],
    [100, UnexpectedStatus],
  ])('for %d is told by the status', (status, kind) => {
    const error = errorOf(status, '');
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, name: kind.name });
    expect(error.nextStep).toMatch(/\.$/u);
    expect(isCallError(error)).toBe(true);
    expect(isRefusal(error)).toBe(status === 401 || status === 403);
  });

  test('takes no other error for one of the API', () => {
    expect(isCallError(new Error('x'))).toBe(false);
    expect(isRefusal(undefined)).toBe(false);
  });
});
