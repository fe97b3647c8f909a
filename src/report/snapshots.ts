import type { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { allowedInName } from '../snapshots/name.ts';
import type { DeleteRecord, SnapshotRecord } from '../snapshots/record.ts';
import { knownOfDelete } from '../snapshots/remove.ts';
import { describe, isComplete } from '../snapshots/status.ts';
import { idForApi } from '../vps/id.ts';
import { type Account, failureOfSome } from './account.ts';
import { DELETE_HEADS, deleteRows, prunedIds } from './deletes.ts';
import { size, span } from './format.ts';
import { caution, page, table } from './markdown.ts';
import { timeline } from './timeline.ts';
import { wayBack } from './way-back.ts';

/** Accounts for `mode: snapshot`. */
export class SnapshotAccount implements Account {
  readonly #records: readonly SnapshotRecord[];
  readonly #run: Run;
  readonly #began: number;
  /** Deleted before, to make room. */
  readonly replaced: DeleteRecord[] = [];
  /** Deleted after, by `keep`. */
  readonly pruned: DeleteRecord[] = [];

  constructor(records: readonly SnapshotRecord[], run: Run) {
    this.#records = records;
    this.#run = run;
    this.#began = run.clock.now();
  }

  outputs(): Record<string, string> {
    const join = (text: (record: SnapshotRecord) => string) => this.#records.map(text).join(',');
    return {
      snapshot_id: join(({ snapshot }) => snapshot?.id ?? ''),
      snapshot_name: join(({ snapshot }) => allowedInName(snapshot?.name ?? '')),
      status: join(({ snapshot }) => allowedInName(snapshot?.status ?? '')),
      created: join(({ snapshot, created }) => (snapshot ? String(created) : '')),
      size_mb: join(({ snapshot }) => String(snapshot?.sizeMb ?? '')),
      created_at: join(({ snapshot }) => snapshot?.createdAt ?? ''),
      duration_seconds: String(Math.round((this.#run.clock.now() - this.#began) / 1000)),
      pruned_ids: prunedIds([...this.replaced, ...this.pruned], this.#run.inputs.dry_run),
      snapshots: JSON.stringify(this.#records.map(entry)),
    };
  }

  known(): string[] {
    return [...this.replaced.map(knownOfDelete), ...this.#records.map(knownOf), ...this.pruned.map(knownOfDelete)];
  }

  /** What would be done, a line each, where nothing is. */
  plan(): string[] {
    const takes = this.#records.map(({ server, name, snapshot }) =>
      snapshot ? `Would take over ${describe(snapshot)}` : `Would take snapshot "${name}" of server ${server}`,
    );
    return [
      'Dry run: nothing was sent but reads.',
      ...this.replaced.map(({ target }) => `Would delete ${describe(target)}, to make room`),
      ...takes,
      ...this.pruned.map(({ target }) => `Would then delete ${describe(target)}, beyond keep`),
    ];
  }

  failure(): Failure | undefined {
    return failureOfSome(
      this.#records.map(({ server, snapshot, failure }) => {
        return { failure, state: `${server} (${snapshot ? `snapshot ${snapshot.id}, ${snapshot.status}` : 'none'})` };
      }),
      'servers',
      'no usable snapshot',
    );
  }

  summary(failure: Failure | undefined): string {
    const rows = this.#records.map((record) => {
      const { snapshot, failure: failed, tookMs, created } = record;
      const none = this.#run.inputs.dry_run ? 'would be taken' : record.requested ? 'not known' : 'not begun';
      const state = snapshot?.status ?? none;
      return [
        snapshot?.server.name ? `${record.server} (${snapshot.server.name})` : record.server,
        snapshot ? `${snapshot.id} ${snapshot.name}` : record.name,
        failed ? `❌ ${state}` : `${snapshot && isComplete(snapshot) ? '✅ ' : ''}${state}`,
        snapshot ? size(snapshot.sizeMb) : '',
        tookMs === undefined ? '' : `${span(tookMs)}${created ? '' : ', taken over'}`,
      ];
    });
    const deletes = deleteRows([...this.replaced, ...this.pruned], this.#run.inputs.dry_run);
    const complete = this.#records.flatMap(({ snapshot }) => (snapshot && isComplete(snapshot) ? snapshot : []));
    return page(
      this.#run.inputs.dry_run ? '### VPS.org snapshot, dry run: nothing was sent' : '### VPS.org snapshot',
      failure && caution(failure.message),
      table(['Server', 'Snapshot', 'Status', 'Size', 'Time taken'], rows),
      timeline(
        'From the request to the complete snapshot',
        this.#records.map(({ server, snapshot, beganAt, tookMs, failure: failed }) => {
          return { server, name: snapshot?.server.name ?? '', beganAt, tookMs, failed: failed !== undefined };
        }),
      ),
      deletes.length > 0 ? table(DELETE_HEADS, deletes) : '',
      wayBack(complete, this.#run.inputs, this.#run.job),
    );
  }
}

function entry({ server, snapshot, created }: SnapshotRecord) {
  return {
    server_id: idForApi(server),
    snapshot_id: snapshot ? idForApi(snapshot.id) : null,
    name: allowedInName(snapshot?.name ?? ''),
    status: allowedInName(snapshot?.status ?? ''),
    size_mb: snapshot?.sizeMb ?? null,
    created_at: snapshot?.createdAt ?? '',
    created: snapshot !== undefined && created,
  };
}

function knownOf({ server, name, requested, snapshot, failure }: SnapshotRecord): string {
  if (failure) return failure.parts.happened;
  if (!snapshot) {
    return requested
      ? `A create may be under way on server ${server}, named "${name}".`
      : `No create was sent for server ${server}.`;
  }
  if (isComplete(snapshot)) return `${describe(snapshot)} is complete.`;
  return `${describe(snapshot)} is "${snapshot.status}"; VPS.org goes on with it.`;
}
