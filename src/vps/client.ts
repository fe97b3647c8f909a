import * as v from 'valibot';
import type { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { formatServerIds } from '../format.ts';
import { quote } from '../text.ts';
import { describeServer } from './describe.ts';
import { FailedResponseError, InvalidResponseError, MethodNotAllowedError, NotFoundError } from './errors.ts';
import { type ApiRequest, type ApiResponse, requestName, type Send } from './exchange.ts';
import { type Id, type Identity, isNamedBy, isOther, isSame, toIdentity, toJsonId } from './id.ts';
import { memoizeLast } from './memoize-last.ts';
import { createPageReader, readList } from './pagination.ts';
import { readJson } from './read-json.ts';
import {
  Account,
  EMPTY_RESTORE,
  type List,
  ListedServer,
  ListedSnapshot,
  type NamedServer,
  RestoreOfResponse,
  type Server,
  ServerDetail,
  type ServerRef,
  type Snapshot,
  SnapshotOfResponse,
} from './schema.ts';
import { hasFailed } from './status.ts';

/** The status of a delete that was carried out (docs/api.md, Snapshots). */
const DELETED = 204;

/** How the API has accepted a restore. */
export interface AcceptedRestore {
  /** The status of the server as the response shows it; empty if it shows none. */
  readonly serverStatus: string;
  /** False if the response does not name the server. */
  readonly isNamed: boolean;
}

/** What a new snapshot is to be. */
export interface CreateSnapshotOptions {
  readonly server: ServerRef;
  readonly name: string;
  readonly description: string;
}

/**
 * The calls of the VPS.org API that the action needs (docs/api.md). Each throws an error of `errors.ts`, an ActionError
 * for a response about another server, or the reason for the abort. Whether a call is retried is up to the chain behind
 * it (`with-retry.ts`), or for a POST, up to the caller.
 */
export class VpsClient {
  readonly #send: Send;
  readonly #readServers = createPageReader(ListedServer);
  readonly #readSnapshots = createPageReader(ListedSnapshot);

  /** @param send the chain; `with-status.ts` is part of it */
  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * One server.
   * @returns `undefined` if it does not exist for this token, or if the API has no such call, or not one that can be read
   */
  async getServer(id: Id, deadline: Deadline): Promise<Server | undefined> {
    const request: ApiRequest = { method: 'GET', path: `/servers/${id}/` };
    try {
      const server = await this.#call(request, (response) => readJson(request, ServerDetail, response), deadline);
      if (!server) return undefined;
      const asked: ServerRef = { key: id, name: '' };
      if (isOther(server, asked))
        throw wrongServer(request, asked, describeServer(server), 'The response was ignored.');
      return isNamedBy(server, id) ? server : { ...server, ...withForm(server, id) };
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof MethodNotAllowedError) return undefined;
      throw error;
    }
  }

  /** All servers that the token may see. */
  async listServers(deadline: Deadline): Promise<List<Server>> {
    return await readList(this.#send, '/servers/', {}, this.#readServers, deadline);
  }

  /**
   * All snapshots that the token may see, or those of one server, with the server as it was given. In that case, a
   * snapshot that may belong to another server counts as unreadable.
   */
  async listSnapshots(server: ServerRef | undefined, deadline: Deadline): Promise<List<Snapshot>> {
    const query: Record<string, string> = server === undefined ? {} : { server_id: server.key };
    const list = await readList(this.#send, '/snapshots/', query, this.#readSnapshots, deadline);
    if (server === undefined) return list;
    const foreign = list.items.filter((snapshot) => isOther(snapshot.server, server));
    const foreignKeys = new Set(foreign.map(({ key }) => key.toLowerCase()));
    const items = list.items
      .filter((snapshot) => isSame(snapshot.server, server) && !foreignKeys.has(snapshot.key.toLowerCase()))
      .map((snapshot) => ({ ...snapshot, server }));
    return { items, unreadable: list.unreadable + list.items.length - foreign.length - items.length };
  }

  /** Starts a snapshot and gives it as the API first shows it. */
  async createSnapshot({ server, name, description }: CreateSnapshotOptions, deadline: Deadline): Promise<Snapshot> {
    const body = { server_id: toJsonId(server.key), name, description };
    const request: ApiRequest = { method: 'POST', path: '/snapshots/', body };
    const read = (response: ApiResponse) => readJson(request, SnapshotOfResponse, response);
    const { named, ...snapshot } = await this.#call(request, read, deadline);
    if (named.server && isOther(named.server, server)) {
      const state = `The response names snapshot ${snapshot.key}. The request was not sent again. It is unknown on which server the snapshot ${quote(name)} was started.`;
      throw wrongServer(request, server, describeServer(named.server), state);
    }
    if (isContradictory(named)) {
      throw new InvalidResponseError(request, `expected one server, not several (${named.ids.join(', ')})`, true);
    }
    return { ...snapshot, server };
  }

  /**
   * Starts the restore of a server from its snapshot. Success with JSON, or with no content at all, means that it was
   * accepted, even if it does not name the server; a page of a proxy does not.
   * @throws FailedResponseError if the response says that it failed
   */
  async restoreSnapshot(target: Snapshot, deadline: Deadline): Promise<AcceptedRestore> {
    const { key, server } = target;
    const request: ApiRequest = { method: 'POST', path: `/snapshots/${key}/restore/` };
    const read = (response: ApiResponse) => {
      if (response.body.trim() === '') return EMPTY_RESTORE;
      const said = readJson(request, RestoreOfResponse, response);
      if (hasFailed(said)) throw new FailedResponseError(request, response);
      return said;
    };
    const { named, snapshot, serverStatus } = await this.#call(request, read, deadline);
    const state =
      'The request was not sent again. It is unknown which server is being restored, and from which snapshot.';
    if (named.server && isOther(named.server, server)) {
      throw wrongServer(request, server, describeServer(named.server), state);
    }
    if (isContradictory(named)) throw wrongServer(request, server, formatServerIds(named.ids), state);
    if (snapshot && isOther(snapshot, target)) throw wrongServer(request, server, `snapshot ${snapshot.key}`, state);
    return { serverStatus, isNamed: named.server !== undefined && isSame(named.server, server) };
  }

  /**
   * Deletes a snapshot; one that no longer exists counts as deleted.
   * @returns `accepted` if it may take effect later: the API answered with success, but not with 204
   */
  async deleteSnapshot({ key }: Pick<Snapshot, 'key'>, deadline: Deadline): Promise<'deleted' | 'accepted' | 'gone'> {
    const request: ApiRequest = { method: 'DELETE', path: `/snapshots/${key}/` };
    const read = (response: ApiResponse) => {
      if (response.status === DELETED) return 'deleted';
      // A proxy in between that returns a page of its own has deleted nothing.
      if (response.body.trim() !== '') readJson(request, v.unknown(), response);
      return 'accepted';
    };
    try {
      return await this.#call(request, read, deadline);
    } catch (error) {
      if (error instanceof NotFoundError) return 'gone';
      throw error;
    }
  }

  /** Starts or stops a server: any success status means that it was accepted (docs/api.md, Power). */
  async setPower({ key, uuid }: ServerRef, action: 'start' | 'stop', deadline: Deadline): Promise<void> {
    await this.#send({ method: 'POST', path: `/servers/${uuid ?? key}/power/`, body: { action } }, deadline);
  }

  /** The permissions of the token; `undefined` if the account does not show them. */
  async getPermissions(deadline: Deadline): Promise<readonly string[] | undefined> {
    const request: ApiRequest = { method: 'GET', path: '/account/me/' };
    return await this.#call(request, (response) => readJson(request, Account, response), deadline);
  }

  async #call<Result>(
    request: ApiRequest,
    read: (response: ApiResponse) => Result,
    deadline: Deadline,
  ): Promise<Result> {
    // The chain reads a response to recognize one that cannot be read.
    const once = memoizeLast(read);
    return once(await this.#send({ ...request, read: once }, deadline));
  }
}

/** The identity with the id by which it was found, if the API did not show that form. */
function withForm({ key, uuid }: Identity, id: Id): Identity {
  const isInteger = typeof toJsonId(id) === 'number';
  return toIdentity(isInteger ? id : key, isInteger ? (uuid ?? key) : id) ?? { key };
}

function isContradictory({ ids, server }: NamedServer): boolean {
  return ids.length > 0 && server === undefined;
}

/** @param returned what the response is about */
function wrongServer(request: ApiRequest, asked: ServerRef, returned: string, state: string): ActionError {
  return new ActionError({
    summary: `${requestName(request)} for ${describeServer(asked)} returned a response about ${returned}.`,
    state,
    hint: 'In the VPS.org control panel, check all servers that this error names; then check api_url and any proxy in between.',
  });
}
