import { Deadline } from '../clock.ts';
import { isCallError } from '../vps/errors.ts';
import type { Task } from './task.ts';

/** The account is asked once; a slow response must not delay the step for longer than this, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** What restores, snapshots and power need (docs/api.md, Account and token). */
const SUFFICIENT = ['servers:*', '*:*', '*'];

/**
 * Warns if the permissions of the token, as the account shows them, lack what a rollback needs. It never refuses: the
 * shape of that list is not documented.
 */
export async function warnAboutPermissions({ session }: Task): Promise<void> {
  try {
    const deadline = new Deadline(session.context.clock, TIMEOUT_MS);
    const permissions = await session.pollingApi.getPermissions(deadline);
    if (permissions === undefined || permissions.length === 0) return;
    if (permissions.some((permission) => SUFFICIENT.includes(permission))) return;
    const noun = permissions.length === 1 ? 'permission' : 'permissions';
    session.warn(
      `This token has only the ${noun} ${permissions.join(', ')}, but a rollback needs servers:*. Create a token with the permission servers:* at https://admin.vps.org/account/developers/.`,
    );
  } catch (error) {
    if (!isCallError(error)) throw error;
  }
}
