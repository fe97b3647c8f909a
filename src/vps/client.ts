import * as v from 'valibot';
import type { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { quote } from '../text.ts';
import { InvalidResponseError, MethodNotAllowedError, NotFoundError } from './errors.ts';
import type { ApiRequest, ApiResponse, Send } from './exchange.ts';
import { type Id, isNamedBy, isSame, toJsonId } from './id.ts';
import { issueText, readList } from './pagination.ts';
import {
  Account,
  type List,
  ListedServer,
  ListedSnapshot,
  type Server,
  ServerOfResponse,
  type ServerRef,
  ServerStatusOfResponse,
  type Snapshot,
  SnapshotOfResponse,
} from './schema.ts';

/** The status of a delete that was carried out (docs/api.md, Snapshots). */
const DELETED = 204;

/** What a new snapshot is to be. */
export interface CreateSnapshotOptions {
  readonly server: ServerRef;
  readonly name: string;
  readonly description: string;
}

/**
 * The calls of the VPS.org API that the action needs (docs/api.md). Each throws an error of `errors.ts`, an ActionError
 * for a response that must not be acted on, or the reason of the abort. Whether a call is retried is for the chain behind
 * it (`with-retry.ts`), and for a POST for the caller.
 */
export class VpsClient {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /** One server; `undefined` if it does not exist for this token, or if the API has no such call. */
  async getServer(id: Id, deadline: Deadline): Promise<Server | undefined> {
    const request = { method: 'GET', path: `/servers/${id.toLowerCase()}/` } as const;
    let response: ApiResponse;
    try {
      response = await this.#send(request, deadline);
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof MethodNotAllowedError) return undefined;
      throw error;
    }
    const server = parse(request, ListedServer, response);
    if (isNamedBy(server, id)) return server;
    throw wrongServer('GET', `server ${id}`, server.key, 'Nothing was changed.');
  }

  /** All servers that the token may see. */
  async listServers(deadline: Deadline): Promise<List<Server>> {
    return await readList(this.#send, '/servers/', {}, ListedServer, deadline);
  }

  /**
   * All snapshots that the token may see, or those of one server. A snapshot that is listed under another server too stays
   * in the list of one server, so that nobody takes it for unambiguous.
   */
  async listSnapshots(server: ServerRef | undefined, deadline: Deadline): Promise<List<Snapshot>> {
    const query: Record<string, string> = server === undefined ? {} : { server_id: server.key };
    const list = await readList(this.#send, '/snapshots/', query, ListedSnapshot, deadline);
    if (server === undefined) return list;
    const own = list.items.filter((snapshot) => isSame(snapshot.server, server));
    const keys = new Set(own.map(({ key }) => key));
    return { ...list, items: list.items.filter((snapshot) => keys.has(snapshot.key)) };
  }

  /** Starts a snapshot and gives it as the API first shows it. */
  async createSnapshot({ server, name, description }: CreateSnapshotOptions, deadline: Deadline): Promise<Snapshot> {
    const body = { server_id: toJsonId(server.key), name, description };
    const request = { method: 'POST', path: '/snapshots/', body } as const;
    const snapshot = parse(request, SnapshotOfResponse, await this.#send(request, deadline));
    if (snapshot.server && !isSame(snapshot.server, server)) {
      throw wrongServer(
        'POST /snapshots/',
        `the create of snapshot ${quote(name)} on server ${server.key}`,
        snapshot.server.key,
        `The response was about snapshot ${snapshot.key} of server ${snapshot.server.key}. The request was not sent again.`,
      );
    }
    return { ...snapshot, server };
  }

  /**
   * Starts the restore of a server from its snapshot.
   * @returns the status of the server as the response shows it; empty if it shows none
   */
  async restoreSnapshot({ key, server }: Snapshot, deadline: Deadline): Promise<string> {
    const request = { method: 'POST', path: `/snapshots/${key}/restore/` } as const;
    const response = await this.#send(request, deadline);
    const named = parse(request, ServerOfResponse, response);
    if (!named) throw new InvalidResponseError(request, 'expected the server that is being restored');
    if (!isSame(named, server)) {
      throw wrongServer(
        `POST ${request.path}`,
        `the restore of server ${server.key} from snapshot ${key}`,
        named.key,
        'The request was not sent again. It is unknown which server is being restored.',
      );
    }
    return parse(request, ServerStatusOfResponse, response);
  }

  /** Deletes a snapshot; one that is gone already is done. */
  async deleteSnapshot({ key }: Pick<Snapshot, 'key'>, deadline: Deadline): Promise<'deleted' | 'gone'> {
    const request = { method: 'DELETE', path: `/snapshots/${key}/` } as const;
    try {
      const { status } = await this.#send(request, deadline);
      // Whatever stands in between and returns 200 by itself has deleted nothing.
      if (status !== DELETED) throw new InvalidResponseError(request, `its status is ${status}, not ${DELETED}`);
      return 'deleted';
    } catch (error) {
      if (error instanceof NotFoundError) return 'gone';
      throw error;
    }
  }

  /** Starts or stops a server: any status of success means that it was accepted (docs/api.md, Power). */
  async setPower({ key, uuid }: ServerRef, action: 'start' | 'stop', deadline: Deadline): Promise<void> {
    await this.#send({ method: 'POST', path: `/servers/${uuid ?? key}/power/`, body: { action } }, deadline);
  }

  /** The permissions of the token; `undefined` if the account does not show them. */
  async getPermissions(deadline: Deadline): Promise<readonly string[] | undefined> {
    const request = { method: 'GET', path: '/account/me/' } as const;
    return parse(request, Account, await this.#send(request, deadline));
  }
}

function parse<Output>(request: ApiRequest, schema: v.GenericSchema<unknown, Output>, { body }: ApiResponse): Output {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  if (parsed.success) return parsed.output;
  throw new InvalidResponseError(request, issueText(parsed.issues));
}

function wrongServer(call: string, requested: string, returned: Id, state: string): ActionError {
  return new ActionError({
    summary: `The response to ${requested} is about server ${returned} (${call}).`,
    state,
    hint: `Check both servers in the VPS.org control panel, and api_url and any proxy in between.`,
  });
}
