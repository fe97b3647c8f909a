import * as v from 'valibot';
import type { Clock, Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import { errorFor, NotFound, UnreadableAnswer } from './errors.ts';
import { type Id, idForApi } from './id.ts';
import { issueWords, readList } from './pages.ts';
import { retryAfterMs } from './retry.ts';
import { ListedSnapshot, RestoreAnswer, Server, Snapshot } from './schema.ts';
import type { Answer, Exchange, Transport } from './transport.ts';

/** Longest time for one request, its answer included, in milliseconds. */
export const REQUEST_MS = 30_000;
/** A request at the very deadline, the last look, still gets so long, in milliseconds. */
const LAST_REQUEST_MS = 2000;

/** Status of a delete that was carried out (vps-api.md, Delete). */
const DELETED = 204;

/** What a new snapshot is to be. */
export interface SnapshotOrder {
  readonly server: Id;
  readonly name: string;
  readonly description: string;
}

/**
 * The calls of the VPS.org API that the action needs (vps-api.md). Each is sent once; whether to send it again is for
 * the caller to know. Each throws an error of `errors.ts`, a Failure for an answer that must not be acted on, or the reason of the abort when the job is cancelled.
 */
export class VpsClient {
  readonly #transport: Transport;
  readonly #apiUrl: string;
  readonly #clock: Clock;

  constructor(transport: Transport, apiUrl: string, clock: Clock) {
    this.#transport = transport;
    this.#apiUrl = apiUrl;
    this.#clock = clock;
  }

  /** All snapshots that the token may see, or those of one server. */
  async listSnapshots(server: Id | undefined, deadline: Deadline): Promise<Snapshot[]> {
    const query = new URLSearchParams(server === undefined ? {} : { server_id: server });
    const get = async (exchange: Exchange) => (await this.#send(exchange, deadline)).body;
    const snapshots = await readList(get, this.#apiUrl, '/snapshots/', query, ListedSnapshot);
    return snapshots
      .filter((snapshot) => snapshot !== undefined)
      .filter((snapshot) => server === undefined || snapshot.server.id === server);
  }

  /** All servers that the token may see. */
  async listServers(deadline: Deadline): Promise<Server[]> {
    const get = async (exchange: Exchange) => (await this.#send(exchange, deadline)).body;
    return await readList(get, this.#apiUrl, '/servers/', new URLSearchParams(), Server);
  }

  /** Begins a snapshot and gives it as the API first shows it. */
  async createSnapshot({ server, name, description }: SnapshotOrder, deadline: Deadline): Promise<Snapshot> {
    const body = { server_id: idForApi(server), name, description };
    const exchange = { method: 'POST', path: '/snapshots/', body } as const;
    const snapshot = parsed(exchange, Snapshot, await this.#send(exchange, deadline));
    if (snapshot.server.id !== server) {
      throw new Failure({
        happened: `The create of snapshot "${name}" of server ${server} was answered with snapshot ${snapshot.id} of server ${snapshot.server.id}.`,
        now: 'It was not sent again. Which server the new snapshot is of is not known.',
        next: 'Look at both servers in the VPS.org panel, and delete the snapshot if it is not wanted.',
      });
    }
    return snapshot;
  }

  /** Begins a restore of a server's snapshot and gives the state of the server as the API then shows it. */
  async restoreSnapshot({ id, server }: Snapshot, deadline: Deadline): Promise<string> {
    const exchange = { method: 'POST', path: `/snapshots/${id}/restore/` } as const;
    const answer = parsed(exchange, RestoreAnswer, await this.#send(exchange, deadline));
    if (answer.server.id !== server.id) throw new UnreadableAnswer(exchange, 'it is about another server');
    return answer.server.status;
  }

  /**
   * Deletes a snapshot.
   * @param mayBeDone true where an earlier try may have been carried out: then 404 is as good as done
   */
  async deleteSnapshot(snapshot: Id, mayBeDone: boolean, deadline: Deadline): Promise<void> {
    try {
      const exchange = { method: 'DELETE', path: `/snapshots/${snapshot}/` } as const;
      const { status } = await this.#send(exchange, deadline);
      // Whatever stands between and answers 200 by itself has deleted nothing (vps-api.md, Delete).
      if (status !== DELETED) throw new UnreadableAnswer(exchange, `its status is ${status}, not ${DELETED}`);
    } catch (error) {
      if (!(mayBeDone && error instanceof NotFound)) throw error;
    }
  }

  async #send(exchange: Exchange, deadline: Deadline): Promise<Answer> {
    const answer = await this.#transport(exchange, Math.min(REQUEST_MS, Math.max(LAST_REQUEST_MS, deadline.left())));
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw errorFor(exchange, answer, retryAfterMs(answer.retryAfter, this.#clock.now()));
  }
}

function parsed<Schema extends v.GenericSchema>(exchange: Exchange, schema: Schema, { body }: Answer) {
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  if (answer.success) return answer.output;
  throw new UnreadableAnswer(exchange, issueWords(answer.issues));
}
