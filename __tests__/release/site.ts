import { createServer as createHttp, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import * as v from 'valibot';
import { CERTIFICATE, KEY } from '../support/certificate.ts';

/** A request that a site got. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a site answers. */
export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on loopback that is not the API: the service of a user, or GitHub. */
export interface Site {
  readonly url: string;
  readonly visits: readonly Visit[];
}

const Port = v.object({ port: v.number() });

/**
 * Runs a site while a scenario is played.
 * @param reply gives the answer to a visit; `count` is 1 for the first
 * @param tls whether it is https, with a certificate that nobody trusts
 */
export async function withSite(
  reply: (visit: Visit, count: number) => Reply,
  play: (site: Site) => Promise<void>,
  tls = false,
): Promise<void> {
  const visits: Visit[] = [];
  const answer: RequestListener = (incoming, outgoing) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    incoming.on('end', () => {
      const visit = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      const { status, headers, body: text } = reply(visit, visits.push(visit));
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text ?? '');
    });
  };
  const server = tls ? createHttps({ cert: CERTIFICATE, key: KEY }, answer) : createHttp(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = v.parse(Port, server.address());
  try {
    await play({ url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, visits });
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}
