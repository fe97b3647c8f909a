import type { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { allowedInName } from '../snapshots/name.ts';
import type { RestoreRecord, RestoreStage, SnapshotRecord } from '../snapshots/record.ts';
import { describe, isComplete } from '../snapshots/status.ts';
import { idForApi } from '../vps/id.ts';
import { RESTORING } from '../vps/schema.ts';
import { type Account, failureOfSome } from './account.ts';
import { size, span } from './format.ts';
import { caution, page, table } from './markdown.ts';
import { timeline } from './timeline.ts';
import { wayBack } from './way-back.ts';

/** Accounts for `mode: rollback`. */
export class RestoreAccount implements Account {
  readonly #run: Run;
  readonly #began: number;
  readonly #title: string;
  /** Filled when every target has been checked. */
  readonly records: RestoreRecord[] = [];
  /** The present state of each server, taken before with `safety_snapshot`. */
  readonly safety: SnapshotRecord[] = [];
  /** Whether the health check after the rollback was passed; `undefined` where there was none. */
  healthy?: boolean;
  /** How it was not. */
  sick?: Failure;

  constructor(run: Run, title = '### VPS.org rollback') {
    this.#run = run;
    this.#title = title;
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
      rolled_back: String(this.isBack()),
      server_status: join(({ serverStatus }) => allowedInName(serverStatus)),
      healthy: String(this.healthy ?? ''),
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

  /** True where every server was seen to be back, or is healthy where it cannot be seen. */
  isBack(): boolean {
    const { records } = this;
    return records.length > 0 && records.every(({ stage }) => stage === 'over' || (stage === 'begun' && this.healthy));
  }

  known(): string[] {
    const safety = this.safety.flatMap(({ snapshot }) =>
      snapshot ? `The state before is ${describe(snapshot)}, "${snapshot.status}".` : [],
    );
    const restores = this.records.map(knownOf);
    return [...safety, ...(restores.length > 0 ? restores : ['No restore was sent; the servers run on as they were.'])];
  }

  failure(): Failure | undefined {
    return (
      failureOfSome(
        this.records.map(({ server, target, serverStatus, stage, failure }) => {
          return { failure, state: `${server} (snapshot ${target.id}, ${serverStatus || stage})` };
        }),
        'servers',
        'not put back',
      ) ?? this.sick
    );
  }

  /** Takes in how the health check ended. */
  checked(sick: Failure | undefined): void {
    this.healthy = !sick;
    if (sick) this.sick = sick;
  }

  /** What would be done, a line each, where nothing is. */
  plan(): string[] {
    const { safety_snapshot } = this.#run.inputs;
    return [
      'Dry run: nothing was sent but reads.',
      ...this.records.flatMap(({ server, target }) => [
        ...(safety_snapshot ? [`Would first take a snapshot of the present state of server ${server}`] : []),
        `Would put server ${server} back to ${describe(target)}, taken ${target.createdAt || 'at an unknown time'}`,
      ]),
    ];
  }

  summary(failure: Failure | undefined): string {
    const { records } = this;
    const { inputs, job } = this.#run;
    const rows = records.map(({ server, target, stage, serverStatus, tookMs, failure: failed }) => [
      target.server.name ? `${server} (${target.server.name})` : server,
      `${target.id} ${target.name}`,
      inputs.dry_run
        ? 'would be put back'
        : `${failed ? '❌ ' : stage === 'over' ? '✅ ' : ''}${serverStatus || stage}`,
      size(target.sizeMb),
      tookMs === undefined ? '' : span(tookMs),
    ]);
    const again = records.flatMap(({ failure: failed, target }) => (failed ? target : []));
    const undo = this.safety.flatMap(({ snapshot }) => (snapshot && isComplete(snapshot) ? snapshot : []));
    return page(
      inputs.dry_run ? '### VPS.org rollback, dry run: nothing was sent' : this.#title,
      failure && caution(failure.message),
      records.length > 0 ? table(['Server', 'Put back to', 'State of the server', 'Size', 'Time taken'], rows) : '',
      timeline(
        'From the request until the server ran again',
        records.map(({ server, target, beganAt, tookMs, failure: failed }) => {
          return { server, name: target.server.name, beganAt, tookMs, failed: failed !== undefined };
        }),
      ),
      this.healthy === undefined ? '' : `Health check: ${this.healthy ? '✅ healthy' : '❌ restored, but not healthy'}`,
      undo.length > 0 ? 'The rollback can be undone, by going back to the state before it:' : '',
      wayBack(undo, inputs, job),
      again.length > 0 ? 'To try the rollback again:' : '',
      wayBack(again, inputs, job),
    );
  }
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
