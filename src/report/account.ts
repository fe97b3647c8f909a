import { untilAborted } from '../cancel.ts';
import { Cancelled, Failure, wordsOf } from '../failure.ts';
import type { Run } from '../run.ts';

/** What a mode has to account for, whenever and however it ends. */
export interface Account {
  /** The outputs as far as they are known. */
  outputs(): Readonly<Record<string, string>>;
  /** What is known of each server, a line each; what goes on there without us is said too. */
  known(): string[];
  /** The failure that the servers' own failures come to; `undefined` where there is none. */
  failure(): Failure | undefined;
  /** The part of the job summary, as Markdown; with the failure that the work has ended with, if any. */
  summary(failure: Failure | undefined): string;
}

/** Puts out what is known so far: a job that is cancelled later still has it. */
export function putOut(account: Account, run: Run): void {
  for (const [name, value] of Object.entries(account.outputs())) run.runner.output(name, value);
}

/**
 * Does the work of a mode and accounts for it, also when it is cancelled or breaks.
 * @throws Failure when the work, or the work on one of the servers, has failed
 */
export async function accounted(account: Account, run: Run, work: () => Promise<void>): Promise<void> {
  const failure = await outcome(account, run, work);
  putOut(account, run);
  run.runner.endGroup();
  await run.runner.summary(account.summary(failure));
  if (failure) throw failure;
}

async function outcome(account: Account, run: Run, work: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await untilAborted(work(), run.cancelled);
    return account.failure();
  } catch (error) {
    if (error instanceof Failure) return error;
    const cancelled = error instanceof Cancelled;
    return new Failure(
      {
        happened: cancelled ? error.message : `The action broke on something it does not know: ${wordsOf(error)}.`,
        now: account.known(),
        next: cancelled
          ? 'Nothing that has begun on VPS.org was stopped. Run the job again when it is wanted.'
          : 'Look at the servers in the VPS.org panel, then report this with the log of the step.',
      },
      error,
    );
  }
}

/**
 * The failure of work on several things, in which the good ones are named too; with one its own.
 * @param things the noun for them, such as "servers"
 * @param what what has failed, such as "no usable snapshot"
 */
export function failureOfSome(
  all: readonly { readonly failure?: Failure | undefined; readonly state: string }[],
  things: string,
  what: string,
): Failure | undefined {
  const failures = all.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first || all.length === 1) return first;
  const good = all.flatMap(({ failure, state }) => (failure ? [] : state));
  return new Failure(
    {
      happened: `${failures.length} of ${all.length} ${things}: ${what}.`,
      now: [
        ...failures.map(({ message }) => message.replaceAll('\n', ' ')),
        ...(good.length > 0 ? [`The others: ${good.join(', ')}.`] : []),
      ],
      next: first.parts.next,
    },
    first,
  );
}
