import { createServer as createHttp, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import * as v from 'valibot';
import { CERTIFICATE, KEY } from './certificate.ts';

/** A request that a server got. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a server returns. */
export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on loopback that is not the API: the service of a user, a webhook, or GitHub. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
}

const Port = v.object({ port: v.number() });
const running = new Set<TestServer>();

/** What the servers that are running now have received: none of it may contain the API's token. */
export function receivedRequests(): ReceivedRequest[] {
  return [...running].flatMap(({ requests }) => requests);
}

/**
 * Starts a server.
 * @param reply gives the response to a request; `count` is 1 for the first
 * @param tls whether it is https, with a certificate that nobody trusts
 */
export async function startServer(
  reply: (request: ReceivedRequest, count: number) => Reply,
  tls = false,
): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const listener: RequestListener = (incoming, outgoing) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    incoming.on('end', () => {
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      const { status, headers, body: text } = reply(request, requests.push(request));
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text ?? '');
    });
  };
  const server = tls ? createHttps({ cert: CERTIFICATE, key: KEY }, listener) : createHttp(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = v.parse(Port, server.address());
  const started: TestServer = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      running.delete(started);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
  running.add(started);
  return started;
}
