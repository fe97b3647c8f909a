// Sends requests with nothing but Node: the yardstick for the CPU of a whole run. CLIENT is `http` or `fetch`; each
// request has a connection of its own, as those of the action have.
import { setTimeout as delay } from 'node:timers/promises';

const { CLIENT, BASE_URL, TOKEN, REQUESTS, PAUSE_MS } = process.env;
const headers = {
  authorization: `Bearer ${TOKEN}`,
  accept: 'application/json',
  'content-type': 'application/json',
  connection: 'close',
};

async function createSend() {
  if (CLIENT === 'fetch') {
    return async (url, method, body) => await (await fetch(url, { method, headers, body: body || undefined })).text();
  }
  const { request } = await import('node:http');
  return (url, method, body) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      });
      sent.on('error', reject);
      sent.end(body);
    });
}

const send = await createSend();
for (const { method, path, body } of JSON.parse(REQUESTS)) {
  const text = await send(`${BASE_URL}${path}`, method, body);
  if (text !== '') JSON.parse(text);
  await delay(Number(PAUSE_MS));
}
