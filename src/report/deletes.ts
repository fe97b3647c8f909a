import type { Failure } from '../failure.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { allowedInName } from '../snapshots/name.ts';
import type { DeleteRecord } from '../snapshots/record.ts';
import { knownOfDelete } from '../snapshots/remove.ts';
import { idForApi } from '../vps/id.ts';
import { type Account, failureOfSome } from './account.ts';
import { size } from './format.ts';
import { caution, page, table } from './markdown.ts';

/** The output `pruned_ids`: what was deleted, or in a dry run what would be. */
export function prunedIds(records: readonly DeleteRecord[], dryRun: boolean): string {
  const gone = records.filter(({ stage }) => stage === 'deleted' || dryRun);
  return JSON.stringify(gone.map(({ target }) => idForApi(target.id)));
}

/** Rows of a table of deletes: server, snapshot, what was done, size. */
export function deleteRows(records: readonly DeleteRecord[], dryRun: boolean): string[][] {
  return records.map(({ target, stage }) => [
    target.server.name ? `${target.server.id} (${target.server.name})` : target.server.id,
    `${target.id} ${target.name}`,
    dryRun ? 'would be deleted' : `${stage === 'deleted' ? '🗑️ ' : stage === 'failed' ? '❌ ' : ''}${stage}`,
    size(target.sizeMb),
  ]);
}

/** Heads of such a table. */
export const DELETE_HEADS = ['Server', 'Snapshot', 'What was done', 'Size'];

/** Accounts for `mode: delete` and `mode: prune`. */
export class DeleteAccount implements Account {
  readonly #pruning: boolean;
  readonly #dryRun: boolean;

  readonly #title: string;

  constructor({ mode, dry_run }: Inputs, title = '### VPS.org snapshots deleted') {
    this.#title = title;
    this.#pruning = mode === 'prune';
    this.#dryRun = dry_run;
  }

  /** Filled when every id has been checked. */
  readonly records: DeleteRecord[] = [];

  outputs(): Record<string, string> {
    const { records } = this;
    if (this.#pruning) return { pruned_ids: prunedIds(records, this.#dryRun) };
    return {
      snapshot_id: records.map(({ target }) => target.id).join(','),
      snapshot_name: records.map(({ target }) => allowedInName(target.name)).join(','),
      status: records.map(({ stage }) => (stage === 'deleted' ? stage : '')).join(','),
    };
  }

  known(): string[] {
    return this.records.length > 0 ? this.records.map(knownOfDelete) : ['No delete was sent.'];
  }

  failure(): Failure | undefined {
    return failureOfSome(
      this.records.map(({ target, stage, failure }) => ({ failure, state: `${target.id} (${stage})` })),
      'snapshots',
      'not deleted',
    );
  }

  summary(failure: Failure | undefined): string {
    const rows = deleteRows(this.records, this.#dryRun);
    return page(
      this.#dryRun ? '### VPS.org snapshots, dry run: nothing was sent' : this.#title,
      failure && caution(failure.message),
      rows.length > 0 ? table(DELETE_HEADS, rows) : 'There was nothing to delete.',
    );
  }
}
