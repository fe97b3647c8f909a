import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';

/** What the API is to be. Times are in milliseconds of its own clock, which runs `speed` times as fast as the real one. */
export const ApiOrder = v.object({
  speed: v.number(),
  /** Each answer takes so long. */
  answerMs: v.number(),
  /** A server for each, whose snapshots take so long. */
  durationsMs: v.array(v.number()),
  /** So many requests a minute are answered, the others with 429. */
  perMinute: v.optional(v.number()),
});
export type ApiOrder = v.InferOutput<typeof ApiOrder>;

const Address = v.object({ url: v.string(), token: v.string() });
const Counts = v.object({ creates: v.number(), polls: v.number(), refused: v.number() });

/** An API that runs. */
export interface Api extends v.InferOutput<typeof Address> {
  /** The requests that it has answered so far, and those that it refused with 429. */
  counts(): Promise<v.InferOutput<typeof Counts>>;
}

/** Starts the API in a process of its own, for as long as the work takes. */
export async function withApi<Result>(order: ApiOrder, work: (api: Api) => Promise<Result>): Promise<Result> {
  const child = fork(join(import.meta.dirname, 'api-process.ts'));
  try {
    const address = v.parse(Address, await asked(child, order));
    return await work({ ...address, counts: async () => v.parse(Counts, await asked(child, {})) });
  } finally {
    child.disconnect();
  }
}

async function asked(child: ChildProcess, message: object): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    child.once('message', resolve).once('error', reject);
    child.send(message);
  });
}
