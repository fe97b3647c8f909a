import { createWorkflowRun } from '../support/workflow-run.ts';
import { HEALTH_URL, type JobFolder, SHA, SimulatedAccount, type StepRun, WEBHOOK } from './fixtures.ts';
import { assertRunning, assertStep, savedSnapshots } from './invariants.ts';
import type { Occurrence, Schedule, Workflow } from './schedule.ts';

const MINUTE_MS = 60_000;
/** After this long, everything started earlier has ended, including stops that take effect late. */
const SETTLE_MS = 10 * MINUTE_MS;

/** A run of a workflow, with what its last attempt has output. */
interface Run {
  readonly workflow: Workflow;
  readonly file: string;
  readonly runId: string;
  attempt: number;
  /** It can be re-run when it has ended. */
  isActive: boolean;
  /** The snapshot steps of the last attempt that ended well, by leg. */
  snapshots: StepRun[];
}

const FILES = ['deploy.yml', 'release.yml', 'nightly.yml'];

/**
 * Simulates all that happens on an account, and asserts every rule after each step.
 * @throws Error that names the rule which was broken
 */
export async function simulate(schedule: Schedule): Promise<void> {
  const simulation = new Simulation(schedule);
  await simulation.account.clock.until(simulation.play());
}

/** A job that has ended, with what decides whether it may leave a server stopped. */
interface EndedJob {
  readonly steps: readonly StepRun[];
  readonly wasCutOff: boolean;
}

class Simulation {
  readonly account: SimulatedAccount;
  readonly #schedule: Schedule;
  readonly #runs: Run[] = [];
  #next = 0;
  #jobsAtWork = 0;
  /** The jobs that have ended since a time when none was at work. */
  #ended: EndedJob[] = [];

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.account = new SimulatedAccount(schedule);
  }

  async play(): Promise<void> {
    while (this.#next < this.#schedule.occurrences.length) await this.#playNext();
  }

  async #playNext(): Promise<void> {
    const occurrence = this.#schedule.occurrences[this.#next];
    this.#next += 1;
    if (!occurrence) return;
    await this.account.clock.pass(occurrence.afterMinutes * MINUTE_MS);
    this.account.plan(occurrence.snapshots, occurrence.restores);
    switch (occurrence.kind) {
      case 'outsider':
        return this.#actAsOutsider(occurrence);
      case 'run': {
        const run = this.#newRun(occurrence);
        return await this.#runJobs(run, occurrence);
      }
      case 'rerun': {
        const run = this.#runs.at(-1 - occurrence.back);
        if (!run || run.isActive) return;
        run.attempt += 1;
        return await this.#runJobs(run, occurrence);
      }
      default:
        return await this.#runByHand(occurrence);
    }
  }

  #newRun({ workflow: index }: Occurrence): Run {
    const [first] = this.#schedule.workflows;
    const workflow = this.#schedule.workflows[index] ?? first;
    if (!workflow) throw new Error('A schedule needs a workflow.');
    const runId = String(7001 + this.#runs.length);
    const run = { workflow, file: FILES[index] ?? '', runId, attempt: 1, isActive: false, snapshots: [] };
    this.#runs.push(run);
    return run;
  }

  #actAsOutsider({ outsider, back }: Occurrence): void {
    const { account } = this;
    const server = account.servers[back % account.servers.length];
    if (server === undefined) return;
    const status = account.model.serverStatus(server);
    if (outsider === 'creates') {
      const count = account.model.snapshots().filter(({ serverId }) => String(serverId) === server).length;
      if (count < 5) account.model.addSnapshot({ serverId: server, name: `manual-${this.#next}` });
    } else if (outsider === 'deletes') {
      const target = account.model.snapshots().at(-1 - back);
      if (target) account.model.removeSnapshot(target.id);
    } else if (outsider === 'restores') {
      account.restoreBySomebody(server);
    } else if (status === 'active' || status === 'stopped' || status === 'suspended') {
      const statuses = { stops: 'stopped', suspends: 'suspended', starts: 'active' } as const;
      account.model.setServerStatus(server, statuses[outsider]);
      if (outsider === 'starts') account.down.delete(server);
      else account.down.add(server);
    }
  }

  /** The legs of the matrix of one attempt, one after the other or at once. */
  async #runJobs(run: Run, occurrence: Occurrence): Promise<void> {
    run.snapshots = [];
    run.isActive = true;
    const { legs, legsAtOnce } = run.workflow;
    const jobs = Array.from({ length: legs }, (_, leg) => async () => await this.#runJob(run, occurrence, leg));
    if (legsAtOnce) {
      await Promise.all(jobs.map(async (job) => await job()));
    } else {
      for (const job of jobs) await job();
    }
    run.isActive = false;
  }

  #workflowRun(run: Run, leg: number, action = '__vps-snapshot') {
    const { countsAttempts } = this.#schedule;
    return createWorkflowRun({
      sha: SHA,
      workflow: run.file,
      runId: run.runId,
      attempt: countsAttempts ? run.attempt : undefined,
      jobIndex: String(leg),
      action,
    });
  }

  /** Indices of the servers that a workflow works on. */
  #serversOf({ servers }: Workflow): number[] {
    const { serverCount } = this.#schedule;
    return [...new Set(servers.map((index) => index % serverCount))];
  }

  async #runJob(run: Run, occurrence: Occurrence, leg: number): Promise<void> {
    const { account } = this;
    this.#jobsAtWork += 1;
    const { workflow } = run;
    const indices = this.#serversOf(workflow);
    const servers = indices.map((index) => account.servers[index] ?? '');
    const serverIds = indices.map((index) => account.givenId(index)).join(',');
    const folder: JobFolder = { restored: [] };
    const conditions = [...occurrence.conditions];
    const base = { server_id: serverIds, ...afterJobInputs(workflow, occurrence) };
    const steps: StepRun[] = [];
    const mains: { readonly step: StepRun; readonly named: readonly string[] }[] = [];
    const health = workflow.health;

    const main = async (inputs: Record<string, string>, action: string, named: readonly string[] = []) => {
      const workflowRun = this.#workflowRun(run, leg, action);
      const options = {
        run: workflowRun,
        inputs: { ...base, ...inputs },
        job: folder,
        conditions: conditions.shift(),
        health,
      };
      const step = await account.main(options);
      assertStep(account, step, { servers, named });
      steps.push(step);
      return step;
    };
    const isGreen = () => steps.every(({ error }) => error === undefined);

    const first = await main(snapshotInputs(workflow, workflow.template), '__vps-snapshot');
    mains.push({ step: first, named: [] });
    if (workflow.isTwice && isGreen()) {
      // Within a composite action the runner gives both steps one name.
      mains.push({ step: await main(snapshotInputs(workflow, 'second-{sha}'), '__vps-snapshot'), named: [] });
    }
    const named = savedSnapshots(first).flatMap(({ snapshotId }) => snapshotId ?? []);
    if (!workflow.wait && isGreen() && !occurrence.dryRun) {
      const inputs = {
        mode: 'wait',
        snapshot_id: first.outputs.get('snapshots') ?? '',
        keep: workflow.keep > 0 ? String(workflow.keep) : '',
        rollback_on: workflow.rollbackOn,
      };
      mains.push({ step: await main(inputs, '__vps-snapshot_2', named), named });
    }
    if (isGreen()) {
      run.snapshots.push(first);
      for (const server of servers) account.model.writeDisk(server, `release-${run.runId}-${run.attempt}`);
      await account.clock.pass(occurrence.deployMinutes * MINUTE_MS);
      if (occurrence.overlaps && leg === 0) await this.#playNext();
      if (occurrence.rollsBackInJob !== 'no' && !occurrence.dryRun) {
        const isByRun = occurrence.rollsBackInJob === 'run';
        const ids = isByRun ? [] : named;
        await main(
          { mode: 'rollback', wait: '', snapshot_id: ids.join(','), rollback_on: '' },
          '__vps-snapshot_3',
          ids,
        );
      }
    }
    const jobStatus = steps.some(({ signalledMs }) => signalledMs !== undefined)
      ? 'cancelled'
      : isGreen()
        ? occurrence.jobStatus
        : 'failure';
    for (const { step } of mains.toReversed()) {
      const { hasForeignState } = occurrence;
      const workflowRun = hasForeignState ? { ...step.run, attempt: (step.run.attempt ?? 0) + 7 } : step.run;
      const post = await account.post(step, {
        run: workflowRun,
        inputs: { job_status: jobStatus },
        job: folder,
        conditions: conditions.shift(),
        health,
      });
      assertStep(account, post, { servers, named: [], main: step, hasForeignState });
      steps.push(post);
    }
    const wasCutOff = steps.some(({ part, signalledMs }) => part === 'post' && signalledMs !== undefined);
    await this.#endJob({ steps, wasCutOff: wasCutOff || occurrence.hasForeignState });
  }

  /** Checks that the servers run, as soon as no job that may have stopped one for its snapshot is at work. */
  async #endJob(job: EndedJob): Promise<void> {
    this.#ended.push(job);
    this.#jobsAtWork -= 1;
    if (this.#jobsAtWork > 0) return;
    const ended = this.#ended;
    this.#ended = [];
    const steps = ended.flatMap((one) => one.steps).sort((a, b) => a.startedMs - b.startedMs);
    if (!steps.some(({ effects }) => effects.some(({ kind }) => kind === 'stop'))) return;
    await this.account.clock.pass(SETTLE_MS);
    if (!ended.some(({ wasCutOff }) => wasCutOff)) assertRunning(this.account, steps);
  }

  /** A rollback, a prune or a delete in a workflow of its own. */
  async #runByHand(occurrence: Occurrence): Promise<void> {
    const { account } = this;
    const about = this.#runs.at(-1 - occurrence.back);
    const workflow = about?.workflow ?? this.#schedule.workflows[occurrence.workflow];
    if (!workflow) return;
    const indices = this.#serversOf(workflow);
    const servers = indices.map((index) => account.servers[index] ?? '');
    const of = about?.snapshots[0];
    const named = of ? savedSnapshots(of).flatMap(({ snapshotId }) => snapshotId ?? []) : [];
    const { kind, target, dryRun } = occurrence;
    const isNaming = kind === 'delete' || (kind === 'rollback' && (target === 'ids' || target === 'json'));
    if (isNaming && named.length < servers.length) return;
    const ids = target === 'json' ? (of?.outputs.get('snapshots') ?? '') : named.join(',');
    const snapshotId = isNaming ? ids : kind === 'rollback' && target === 'latest' ? 'latest' : '';
    const keep = Math.max(workflow.keep, workflow.keepDaily + workflow.keepWeekly > 0 ? 0 : 1);
    const run = {
      workflow,
      file: 'clean-up.yml',
      runId: String(9001 + this.#next),
      attempt: 1,
      isActive: true,
      snapshots: [],
    };
    const inputs: Record<string, string> = {
      mode: kind,
      server_id: indices.map((index) => account.givenId(index)).join(','),
      snapshot_id: snapshotId,
      series: kind === 'delete' ? '' : workflow.series,
      ...(kind === 'prune' ? keepInputs({ ...workflow, keep }) : {}),
      ...(kind === 'rollback' ? { safety_snapshot: String(workflow.safetySnapshot), ...healthInputs(workflow) } : {}),
      timeout_minutes: String(workflow.timeoutMinutes),
      max_parallel: workflow.maxParallel > 0 ? String(workflow.maxParallel) : '',
      dry_run: String(dryRun),
    };
    const step = await account.main({
      run: this.#workflowRun(run, 0),
      inputs,
      job: { restored: [] },
      conditions: occurrence.conditions[0],
      health: workflow.health,
    });
    assertStep(account, step, { servers, named: isNaming ? named : [] });
  }
}

function keepInputs({ keep, keepDaily, keepWeekly }: Pick<Workflow, 'keep' | 'keepDaily' | 'keepWeekly'>) {
  const text = (count: number) => (count > 0 ? String(count) : '');
  return { keep: text(keep), keep_daily: text(keepDaily), keep_weekly: text(keepWeekly) };
}

function healthInputs({ health, notifies }: Workflow) {
  return { health_check_url: health === 'none' ? '' : HEALTH_URL, notify_url: notifies ? WEBHOOK : '' };
}

/** What every step of the job has in common. */
function afterJobInputs(workflow: Workflow, { dryRun }: Occurrence): Record<string, string> {
  return {
    series: workflow.series,
    timeout_minutes: String(workflow.timeoutMinutes),
    poll_interval_seconds: workflow.pollSeconds > 0 ? String(workflow.pollSeconds) : '',
    max_parallel: workflow.maxParallel > 0 ? String(workflow.maxParallel) : '',
    on_limit: workflow.onLimit,
    rollback_if: workflow.rollbackIf,
    safety_snapshot: String(workflow.safetySnapshot),
    dry_run: String(dryRun),
    ...healthInputs(workflow),
  };
}

function snapshotInputs(workflow: Workflow, template: string): Record<string, string> {
  const { wait, deleteOnSuccess, keep, keepDaily, keepWeekly } = workflow;
  const mayDelete = keep + keepDaily + keepWeekly === 0 || keep > 1;
  const common = {
    mode: 'snapshot',
    snapshot_name: template,
    on_rerun: workflow.onRerun,
    delete_on_success: String(deleteOnSuccess && mayDelete),
  };
  if (!wait) return { ...common, wait: 'false' };
  return {
    ...common,
    stop_server: String(workflow.stopServer),
    rollback_on: workflow.rollbackOn,
    ...keepInputs(workflow),
  };
}
