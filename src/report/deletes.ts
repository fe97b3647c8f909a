import type { Failure } from '../failure.ts';
import { allowedInName } from '../snapshots/name.ts';
import { describe } from '../snapshots/status.ts';
import type { Snapshot } from '../vps/schema.ts';
import { type Account, failureOfSome } from './account.ts';
import { size } from './format.ts';
import { alert, page, table } from './markdown.ts';

/** What is known of one snapshot that is to be deleted. */
export interface DeleteRecord {
  readonly target: Snapshot;
  stage: 'checked' | 'requested' | 'deleted' | 'failed';
  failure?: Failure;
}

/** Accounts for `mode: delete`. */
export class DeleteAccount implements Account {
  /** Filled when every id has been checked. */
  readonly records: DeleteRecord[] = [];

  outputs(): Record<string, string> {
    const { records } = this;
    return {
      snapshot_id: records.map(({ target }) => target.id).join(','),
      snapshot_name: records.map(({ target }) => allowedInName(target.name)).join(','),
      status: records.map(({ stage }) => (stage === 'deleted' ? stage : '')).join(','),
    };
  }

  known(): string[] {
    return this.records.length > 0 ? this.records.map(knownOf) : ['No delete was sent.'];
  }

  failure(): Failure | undefined {
    return failureOfSome(
      this.records.map((record) => ({ failure: record.failure, line: knownOf(record) })),
      'snapshots are not deleted',
    );
  }

  summary(): string {
    const failure = this.failure();
    const rows = this.records.map(({ target, stage }) => [
      target.server.name ? `${target.server.id} (${target.server.name})` : target.server.id,
      `${target.id} ${target.name}`,
      `${stage === 'deleted' ? '🗑️ ' : stage === 'failed' ? '❌ ' : ''}${stage}`,
      size(target.sizeMb),
    ]);
    return page(
      '### VPS.org snapshots deleted',
      failure && alert('CAUTION', failure.message),
      rows.length > 0 ? table(['Server', 'Snapshot', 'What was done', 'Size'], rows) : '',
    );
  }
}

function knownOf({ target, stage, failure }: DeleteRecord): string {
  if (failure) return failure.parts.happened;
  if (stage === 'deleted') return `${describe(target)} is deleted.`;
  return stage === 'checked' ? `${describe(target)} is still there.` : `${describe(target)} may be deleted.`;
}
