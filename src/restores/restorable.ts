import type { Deadline } from '../clock.ts';
import { ActionError } from '../errors.ts';
import { createServerReader } from '../servers/resolve.ts';
import type { VpsClient } from '../vps/client.ts';
import { describeServer } from '../vps/describe.ts';
import { isCallError } from '../vps/errors.ts';
import { isSame } from '../vps/id.ts';
import type { Server, ServerRef } from '../vps/schema.ts';
import { RESTORING, SUSPENDED } from '../vps/status.ts';

/** Why a server with this status is not restored; `undefined` if the status forbids nothing. */
export function unrestorable(server: ServerRef, status: string): ActionError | undefined {
  if (status === RESTORING) {
    return new ActionError({
      summary: `${describeServer(server)} is already being restored. No restore was started.`,
      state: 'That restore continues; which snapshot it uses is unknown.',
      hint: 'Wait until the server is active, check it, then decide again whether to roll back.',
    });
  }
  if (status === SUSPENDED) {
    return new ActionError({
      summary: `${describeServer(server)} is suspended. No restore was started.`,
      state: 'A suspended server cannot be restored.',
      hint: 'Reactivate the server in the VPS.org control panel, then re-run the rollback.',
    });
  }
  return undefined;
}

/** The status of a server now; `undefined` if it cannot be read or is not listed. */
export async function readStatus(server: Server, api: VpsClient, deadline: Deadline): Promise<string | undefined> {
  try {
    const servers = await createServerReader([server], api)(deadline);
    return servers.find((one) => isSame(one, server))?.status;
  } catch (error) {
    if (isCallError(error)) return undefined;
    throw error;
  }
}
