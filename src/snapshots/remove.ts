import type { Deadline } from '../clock.ts';
import type { Run } from '../run.ts';
import { NotFound } from '../vps/errors.ts';
import { retrying } from '../vps/retry.ts';
import type { Snapshot } from '../vps/schema.ts';
import { failureFrom } from '../vps/trouble.ts';
import type { DeleteRecord } from './record.ts';
import { describe } from './status.ts';

/** A snapshot that is to be deleted. */
export function toDelete(target: Snapshot): DeleteRecord {
  return { target, stage: 'checked' };
}

/**
 * Deletes snapshots one after the other; the failure of one does not stop the others and stands in its record.
 * @throws the reason of the abort of a cancelled job
 */
export async function removeAll(records: readonly DeleteRecord[], run: Run, deadline: Deadline): Promise<void> {
  for (const record of records) {
    const { target } = record;
    record.stage = 'requested';
    try {
      await retrying((retry) => run.api.deleteSnapshot(target.id, retry > 0, deadline), run, deadline);
      record.stage = 'deleted';
      run.runner.line(`✓ ${describe(target)} is deleted`);
    } catch (error) {
      const now =
        error instanceof NotFound
          ? 'Somebody else deleted it, or it is of another account.'
          : 'It is most likely still there.';
      record.failure = failureFrom(error, `The delete of ${describe(target)}`, now);
      record.stage = 'failed';
    }
  }
}

/**
 * Deletes what a mode was asked to delete, or in a dry run says what would be.
 * @throws the reason of the abort of a cancelled job
 */
export async function removeAsked(records: readonly DeleteRecord[], run: Run, deadline: Deadline): Promise<void> {
  if (!run.inputs.dry_run) return await removeAll(records, run, deadline);
  run.runner.line('Dry run: nothing was sent but reads.');
  for (const { target } of records) run.runner.line(`Would delete ${describe(target)}`);
}

/** What is known of a delete, in a sentence. */
export function knownOfDelete({ target, stage, failure }: DeleteRecord): string {
  if (failure) return failure.parts.happened;
  if (stage === 'deleted') return `${describe(target)} is deleted.`;
  return stage === 'checked' ? `${describe(target)} is still there.` : `${describe(target)} may be deleted.`;
}
