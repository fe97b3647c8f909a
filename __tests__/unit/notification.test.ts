import { describe, expect, test } from '@jest/globals';
import type { Http, HttpRequest } from '../../src/http/request.ts';
import { sendNotification } from '../../src/notify/send-notification.ts';
import { createRedactor } from '../../src/redact.ts';

const TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnB';
const URL_SECRET = 'https://hooks.chat.example/services/T0AB12CD3/abcDEF123ghi';
const redact = createRedactor([TOKEN, URL_SECRET]);

/** Sends a text to a webhook that returns this status. */
async function send(text: string, status = 200) {
  const requests: (HttpRequest & { timeoutMs: number })[] = [];
  const http: Http = async (request, timeoutMs) => {
    requests.push({ ...request, timeoutMs });
    return { status, headers: {}, body: 'ok' };
  };
  const failure = await sendNotification(URL_SECRET, text, http, redact);
  return { failure, request: requests[0], requests };
}

async function textOf(text: string): Promise<unknown> {
  const { request } = await send(text);
  return JSON.parse(String(request?.body)).text;
}

describe('A notification', () => {
  test('is one POST with the text as JSON', async () => {
    const { failure, request, requests } = await send('Rolled back "web-1"\nbecause the job failed');
    expect(failure).toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(request).toMatchObject({ method: 'POST', url: URL_SECRET, timeoutMs: 10_000 });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(request?.body).toBe('{"text":"Rolled back \\"web-1\\"\\nbecause the job failed"}');
  });

  test('has no secret, not even one that control characters split', async () => {
    expect(await textOf(`x ${TOKEN} ${URL_SECRET}`)).toBe('x *** ***');
    expect(await textOf(TOKEN.replace(/.{6}/gu, '$&\u001b[0m'))).toBe('***');
  });

  test.each([
    ['<!channel>', '‹!channel›'],
    ['<https://evil.example|click>', '‹https://evil.example|click›'],
    ['@everyone @here', '@\u200beveryone @\u200bhere'],
    ['[click](https://evil.example)', '[click] (https://evil.example)'],
    ['[801] (web-1)', '[801] (web-1)'],
  ])('mentions nobody: %s', async (text, harmless) => {
    expect(await textOf(text)).toBe(harmless);
  });

  test('is cut', async () => {
    expect(await textOf('x'.repeat(5000))).toBe(`${'x'.repeat(1999)}…`);
  });

  test.each([301, 400, 404, 500])('that gets %d has failed', async (status) => {
    expect((await send('x', status)).failure).toBe(`The webhook returned ${status}.`);
  });

  test('that cannot be sent says why, without the URL', async () => {
    const http: Http = async () => {
      throw new Error(`connect ECONNREFUSED ${URL_SECRET}`);
    };
    expect(await sendNotification(URL_SECRET, 'x', http, redact)).toBe('connect ECONNREFUSED ***');
  });
});
