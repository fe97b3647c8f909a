import type { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { formatServerIds } from '../format.ts';
import type { VpsClient } from '../vps/client.ts';
import { describeServer } from '../vps/describe.ts';
import { isRefusal, toActionError, UnauthorizedError } from '../vps/errors.ts';
import { type Id, isNamedBy, isSame } from '../vps/id.ts';
import type { Server } from '../vps/schema.ts';
import type { ApiSession } from './session.ts';

/** An error lists at most this many servers that the token can see. */
const MAX_LISTED = 10;
/** The status of a server that this token is not allowed to read. */
export const UNREADABLE = '';

/** The servers that a step works on, each resolved once. */
export interface ResolvedServers {
  /**
   * In the order of `server_id`, with their status at the start; `UNREADABLE` if the token is not allowed to read
   * servers.
   */
  readonly servers: readonly Server[];
  /** False if the token is not allowed to read servers. */
  readonly readable: boolean;
}

/**
 * Resolves each id to a server, once, at the start: from then on the forms of id that the API showed are used
 * (docs/contract.md, Identity). One server takes one call for its detail; several, or an API without that call, take
 * the list.
 * @throws ActionError if a server does not exist for this token, is given twice, or cannot be read
 */
export async function resolveServers(
  ids: readonly Id[],
  { api, warn }: ApiSession,
  deadline: Deadline,
): Promise<ResolvedServers> {
  const servers = await find(ids, api, deadline);
  if (servers === undefined) {
    warn(
      `This token is not allowed to read servers. Continuing with ${formatServerIds(ids)} as given, without knowing whether ${ids.length === 1 ? 'it exists or what its status is' : 'they exist or what their status is'}. Create a token with the permission servers:*.`,
    );
    return { servers: ids.map((key) => ({ key, name: '', status: UNREADABLE })), readable: false };
  }
  const twice = servers.find((server, index) => servers.findIndex((other) => isSame(other, server)) < index);
  if (twice) {
    throw new ActionError({
      summary: `server_id lists ${describeServer(twice)} twice, by its integer ID and by its UUID. Nothing was changed.`,
      hint: 'List each server once, by its integer ID or its UUID.',
    });
  }
  return { servers, readable: true };
}

async function find(ids: readonly Id[], api: VpsClient, deadline: Deadline): Promise<Server[] | undefined> {
  try {
    const [only] = ids;
    if (only !== undefined && ids.length === 1) {
      const server = await api.getServer(only, deadline);
      if (server) return [server];
    }
    const { items } = await api.listServers(deadline);
    const missing = ids.filter((id) => !items.some((server) => isNamedBy(server, id)));
    if (missing.length > 0) throw notVisible(missing, items);
    return ids.flatMap((id) => items.find((server) => isNamedBy(server, id)) ?? []);
  } catch (error) {
    if (isRefusal(error) && !(error instanceof UnauthorizedError)) return undefined;
    throw toActionError(error, `Reading ${formatServerIds(ids)}`, 'Nothing was changed.');
  }
}

function notVisible(missing: readonly Id[], visible: readonly Server[]): ActionError {
  const rest = visible.length - MAX_LISTED;
  return new ActionError({
    summary: `This token has no access to ${formatServerIds(missing)} (or ${missing.length === 1 ? 'it does' : 'they do'} not exist). Nothing was changed.`,
    state:
      visible.length === 0
        ? 'This token can see no servers.'
        : [
            'This token can see:',
            ...visible.slice(0, MAX_LISTED).map((server) => `  ${describeServer(server)}`),
            ...(rest > 0 ? [`  and ${rest} more`] : []),
          ],
    hint: 'Check server_id, and that the token belongs to the account that owns the server.',
  });
}

/**
 * Reads the servers with one request: one server by its detail call; several, or from an API without that call, by the
 * list.
 * @returns a function that reads once
 */
export function createServerReader(
  servers: readonly Server[],
  api: VpsClient,
): (deadline: Deadline) => Promise<readonly Server[]> {
  const [only] = servers;
  let hasDetail: boolean | undefined;
  return async (deadline) => {
    if (only && servers.length === 1 && hasDetail !== false) {
      const server = await api.getServer(only.uuid ?? only.key, deadline);
      if (server) hasDetail = true;
      if (server) return [server];
    }
    const { items } = await api.listServers(deadline);
    // An API that lists the server, but answers with no detail of it, has no such call.
    if (only && hasDetail === undefined && items.some((server) => isSame(server, only))) hasDetail = false;
    return items;
  };
}
