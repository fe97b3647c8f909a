import { describe, expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../src/errors.ts';
import {
  BadRequestError,
  BusyError,
  CertificateError,
  ForbiddenError,
  InvalidResponseError,
  isCallError,
  isInvalidPage,
  isRateLimit,
  isRefusal,
  isTransient,
  MethodNotAllowedError,
  NotFoundError,
  RedirectError,
  RequestError,
  TransientError,
  toActionError,
  UnauthorizedError,
  UnexpectedStatusError,
} from '../../src/vps/errors.ts';
import type { ApiRequest } from '../../src/vps/exchange.ts';
import { errorFor } from '../../src/vps/http-status.ts';
import { respond } from '../support/api-responses.ts';

const POST: ApiRequest = {
  method: 'POST',
  path: '/snapshots/',
  query: new URLSearchParams('a=b'),
  body: { name: 'x' },
};

function errorOf(status: number, body: unknown = '') {
  return errorFor(POST, respond(status, body));
}

describe('The message of the API', () => {
  test.each([
    ['detail', { detail: 'Invalid token.' }, 'Invalid token.'],
    ['error', { error: 'Snapshot limit reached.' }, 'Snapshot limit reached.'],
    ['message', { message: 'No.' }, 'No.'],
    ['one field', { name: ['Not allowed.', 'Too long.'] }, 'name: Not allowed. Too long.'],
    ['several fields', { name: ['a'], server_id: ['b'] }, 'name: a; server_id: b'],
    ['a field and a detail', { name: 'b', detail: 'a' }, 'a; name: b'],
    ['text', 'upstream\n  timed out\n', 'upstream timed out'],
    [
      'an HTML page',
      '<html><head><style>b{}</style></head>\n<body><h1>502 Bad Gateway</h1></body></html>',
      '502 Bad Gateway',
    ],
    ['a page with a script', '<SCRIPT type="x">if (a<b) alert(1)</SCRIPT ><p>Sorry</p>', 'Sorry'],
    ['a page whose style does not end', '<title>Blocked</title><style>a{} b{}', 'Blocked'],
    ['a list', ['Limit reached.', 'Delete one.'], 'Limit reached. Delete one.'],
    ['no field', { non_field_errors: ['Not now.'] }, 'Not now.'],
    ['nested JSON', { detail: { code: 'limit' } }, '{"detail":{"code":"limit"}}'],
  ])('is found in %s', (_where, body, detail) => {
    expect(errorOf(400, body)).toMatchObject({ detail, message: `POST /snapshots/ returned 400: ${detail}` });
  });

  test.each(['', '  \n', '<html></html>'])('can be missing: %j', (body) => {
    expect(errorOf(404, body).message).toBe('POST /snapshots/ returned 404');
  });

  test('is cut to 300 characters', () => {
    expect(errorOf(500, { detail: 'x'.repeat(400) }).detail).toBe(`${'x'.repeat(299)}…`);
  });

  test('is looked for in the first 4,096 characters', () => {
    expect(errorOf(500, `${' '.repeat(4091)}early late`).detail).toBe('early');
  });

  test('stays one line and no command', () => {
    const { detail } = errorOf(400, { detail: '::error::a\n::warning::b \u001b[31mc' });
    expect(detail).toBe(': :error::a ::warning::b c');
  });

  test.each(['<', '<script', '<style>', '</script ', '{"detail": "', '[', '\u001b[', '<script></script    '])(
    'is found without delay in megabytes of %j',
    (part) => {
      const body = part.repeat(8_000_000 / part.length);
      const startedMs = performance.now();
      expect(errorOf(500, body).detail.length).toBeLessThanOrEqual(300);
      // Milliseconds; a pattern that is quadratic in the body takes minutes.
      expect(performance.now() - startedMs).toBeLessThan(5000);
    },
  );
});

describe('The class of an error', () => {
  test.each([
    [301, RedirectError],
    [302, RedirectError],
    [308, RedirectError],
    [400, BadRequestError],
    [401, UnauthorizedError],
    [403, ForbiddenError],
    [404, NotFoundError],
    [405, MethodNotAllowedError],
    [408, TransientError],
    [409, BusyError],
    [418, UnexpectedStatusError],
    [423, BusyError],
    [425, TransientError],
    [429, TransientError],
    [500, TransientError],
    [501, TransientError],
    [503, TransientError],
    [599, TransientError],
    [0, UnexpectedStatusError],
  ])('comes from its status %d', (status, kind) => {
    const error = errorOf(status);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, name: kind.name, hint: expect.stringMatching(/^[A-Z].*\.$/u) });
    expect(isCallError(error)).toBe(true);
    expect(isRefusal(error)).toBe([401, 403].includes(status));
    expect(isRateLimit(error)).toBe(status === 429);
    expect(isTransient(error)).toBe([408, 409, 423, 425, 429].includes(status) || status >= 500);
  });

  test('shows what may be different the next time', () => {
    expect(isTransient(new RequestError(POST, 'reset', true))).toBe(true);
    expect(isTransient(new RequestError(POST, 'refused', false))).toBe(true);
    expect(isTransient(new InvalidResponseError(POST, 'cut off'))).toBe(true);
    expect(isTransient(new CertificateError(POST, 'CERT_HAS_EXPIRED', undefined))).toBe(false);
    expect(isTransient(new TypeError('a defect'))).toBe(false);
  });

  test('does not mistake another error for one of the API', () => {
    expect(isCallError(new Error('x'))).toBe(false);
    expect(isCallError(new CancelledError('SIGTERM'))).toBe(false);
    expect(isRefusal(undefined)).toBe(false);
  });

  test('knows the end of a list', () => {
    expect(isInvalidPage(errorOf(404, { detail: 'Invalid page.' }))).toBe(true);
    expect(isInvalidPage(errorOf(404, { detail: 'Not found.' }))).toBe(false);
    expect(isInvalidPage(errorOf(400, { detail: 'Invalid page.' }))).toBe(false);
  });

  test.each([409, 429, 503])('of %d keeps when to try again', (status) => {
    expect(errorFor(POST, respond(status), 7000).retryAfterMs).toBe(7000);
  });
});

describe('The ActionError for an error of the API', () => {
  test('says what failed, the state, and the next step', () => {
    const error = errorOf(401, { detail: 'Invalid token.' });
    const action = toActionError(error, 'Reading the servers', 'Nothing was changed.');
    expect(action.message.split('\n')).toEqual([
      'Reading the servers failed: POST /snapshots/ returned 401: Invalid token.',
      'Nothing was changed.',
      'Check api_token: it must be an active token of this VPS.org account. Secrets are not passed to workflows triggered from forks.',
    ]);
    expect(action.cause).toBe(error);
  });

  test('is the error itself if it is one already', () => {
    const error = new ActionError({ summary: 'a', hint: 'b' });
    expect(toActionError(error, 'Reading')).toBe(error);
  });

  test.each([
    ['a cancelled job', new CancelledError('SIGTERM')],
    ['a defect', new TypeError('x')],
  ])('lets %s through', (_what, error) => {
    expect(() => toActionError(error, 'Reading')).toThrow(error);
  });
});
