import type { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { allowedInName } from '../snapshots/name.ts';
import { describe } from '../snapshots/status.ts';
import { type Id, idForApi } from '../vps/id.ts';
import { RESTORING, type Snapshot } from '../vps/schema.ts';
import { type Account, failureOfSome } from './account.ts';
import { size, span } from './format.ts';
import { alert, page, table } from './markdown.ts';
import { wayBack } from './way-back.ts';

/** How far the restore of one server is. `begun`: accepted, and its end not seen, or not waited for. */
export type RestoreStage = 'checked' | 'requested' | 'begun' | 'over' | 'failed';

/** What is known of the restore of one server in this step. */
export interface RestoreRecord {
  readonly server: Id;
  readonly target: Snapshot;
  stage: RestoreStage;
  /** State of the server as the API last showed it. */
  serverStatus: string;
  /** From the request until the server ran again, in milliseconds. */
  tookMs?: number;
  failure?: Failure;
}

/** Accounts for `mode: rollback`. */
export class RestoreAccount implements Account {
  readonly #run: Run;
  readonly #began: number;
  /** Filled when every target has been checked. */
  readonly records: RestoreRecord[] = [];

  constructor(run: Run) {
    this.#run = run;
    this.#began = run.clock.now();
  }

  outputs(): Record<string, string> {
    const { records } = this;
    const join = (text: (record: RestoreRecord) => string) => records.map(text).join(',');
    return {
      snapshot_id: join(({ target }) => target.id),
      snapshot_name: join(({ target }) => allowedInName(target.name)),
      status: join(({ target }) => allowedInName(target.status)),
      created: join(() => 'false'),
      size_mb: join(({ target }) => String(target.sizeMb ?? '')),
      created_at: join(({ target }) => target.createdAt),
      duration_seconds: String(Math.round((this.#run.clock.now() - this.#began) / 1000)),
      rolled_back: String(records.length > 0 && records.every(isRolledBack)),
      server_status: join(({ serverStatus }) => allowedInName(serverStatus)),
      snapshots: JSON.stringify(
        records.map(({ server, target }) => ({
          server_id: idForApi(server),
          snapshot_id: idForApi(target.id),
          name: allowedInName(target.name),
          status: allowedInName(target.status),
          size_mb: target.sizeMb,
          created_at: target.createdAt,
          created: false,
        })),
      ),
    };
  }

  known(): string[] {
    return this.records.length > 0
      ? this.records.map(knownOf)
      : ['No restore was sent; the servers run on as they were.'];
  }

  failure(): Failure | undefined {
    return failureOfSome(
      this.records.map((record) => ({ failure: record.failure, line: knownOf(record) })),
      'are not put back',
    );
  }

  summary(): string {
    const { records } = this;
    const failure = this.failure();
    const rows = records.map(({ server, target, stage, serverStatus, tookMs, failure }) => [
      target.server.name ? `${server} (${target.server.name})` : server,
      `${target.id} ${target.name}`,
      `${failure ? '❌ ' : stage === 'over' ? '✅ ' : ''}${serverStatus || stage}`,
      size(target.sizeMb),
      tookMs === undefined ? '' : span(tookMs),
    ]);
    return page(
      '### VPS.org rollback',
      failure && alert('CAUTION', failure.message),
      records.length > 0 ? table(['Server', 'Put back to', 'State of the server', 'Size', 'Time taken'], rows) : '',
      failure &&
        wayBack(
          records.map(({ target }) => target),
          this.#run.inputs,
          this.#run.job,
        ),
    );
  }
}

/** True where the restore was accepted and nothing is known against it. */
function isRolledBack({ stage }: RestoreRecord): boolean {
  return stage === 'over' || stage === 'begun';
}

function knownOf({ server, target, stage, serverStatus, failure }: RestoreRecord): string {
  if (failure) return failure.parts.happened;
  const said: Record<RestoreStage, string> = {
    checked: `No restore was sent for server ${server}; it runs on as it was.`,
    requested: `A restore of ${describe(target)} may be under way: whether it was begun is not known.`,
    begun: `The restore of ${describe(target)} goes on; the server is "${serverStatus || RESTORING}" and down until it is over.`,
    over: `Server ${server} is back at ${describe(target)} and "${serverStatus}".`,
    failed: `The restore of ${describe(target)} failed.`,
  };
  return said[stage];
}
