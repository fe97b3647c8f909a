import type { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { allowedInName } from '../snapshots/name.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { describe, isComplete } from '../snapshots/status.ts';
import { idForApi } from '../vps/id.ts';
import { type Account, failureOfSome } from './account.ts';
import { size, span } from './format.ts';
import { alert, page, table } from './markdown.ts';
import { wayBack } from './way-back.ts';

/** Accounts for `mode: snapshot`. */
export class SnapshotAccount implements Account {
  readonly #records: readonly SnapshotRecord[];
  readonly #run: Run;
  readonly #began: number;

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
      snapshots: JSON.stringify(this.#records.map(entry)),
    };
  }

  known(): string[] {
    return this.#records.map(knownOf);
  }

  failure(): Failure | undefined {
    return failureOfSome(
      this.#records.map((record) => ({ failure: record.failure, line: knownOf(record) })),
      'have no usable snapshot',
    );
  }

  summary(): string {
    const rows = this.#records.map((record) => {
      const { snapshot, failure, tookMs, created } = record;
      const state = snapshot?.status ?? (record.requested ? 'not known' : 'not begun');
      return [
        snapshot?.server.name ? `${record.server} (${snapshot.server.name})` : record.server,
        snapshot ? `${snapshot.id} ${snapshot.name}` : record.name,
        failure ? `❌ ${state}` : `${snapshot && isComplete(snapshot) ? '✅ ' : ''}${state}`,
        snapshot ? size(snapshot.sizeMb) : '',
        tookMs === undefined ? '' : `${span(tookMs)}${created ? '' : ', taken over'}`,
      ];
    });
    const failure = this.failure();
    const complete = this.#records.flatMap(({ snapshot }) => (snapshot && isComplete(snapshot) ? snapshot : []));
    return page(
      '### VPS.org snapshot',
      failure && alert('CAUTION', failure.message),
      table(['Server', 'Snapshot', 'Status', 'Size', 'Time taken'], rows),
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
