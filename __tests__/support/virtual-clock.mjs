// Preloaded into the built action: its time stands still while a request is under way, and jumps to the end of the next
// pause when there is nothing else to do. So an hour of waiting takes no real time, and a busy machine changes nothing.
// Each request carries the time in a header, for the API to go by. Timeouts of requests stay real.

// An import of node:http loads Node's fetch as well, which takes longer than many a scenario.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');
const timersPromises = process.getBuiltinModule('node:timers/promises');
const { setImmediate } = globalThis;
const RealDate = Date;
const startMs = Number(process.env.VIRTUAL_NOW);
/** The wall clock can jump: after a given number of milliseconds, by a given number. */
const [jumpAtMs = 0, jumpByMs = 0] = (process.env.VIRTUAL_JUMP ?? '').split(',').map(Number);
let elapsedMs = 0;
let requests = 0;
/** Pauses, each with the time at which it ends. */
const pauses = new Set();

const now = () => startMs + elapsedMs + (jumpByMs > 0 && elapsedMs >= jumpAtMs ? jumpByMs : 0);

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }
  static now() {
    return now();
  }
};
performance.now = () => elapsedMs;

/** Lets everything happen that is ready, then ends the pause that ends first. */
let isScheduled = false;
function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  let turns = 5;
  const turn = () => {
    if (turns-- > 0) return setImmediate(turn);
    isScheduled = false;
    if (requests > 0 || pauses.size === 0) return;
    const next = [...pauses].reduce((first, pause) => (pause.endMs < first.endMs ? pause : first));
    elapsedMs = Math.max(elapsedMs, next.endMs);
    next.end();
    schedule();
  };
  setImmediate(turn);
}

timersPromises.setTimeout = (ms, value, { signal } = {}) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    // A pending pause keeps the process alive, as a timer does.
    const alive = setInterval(() => undefined, 60_000);
    const abort = () => {
      pauses.delete(pause);
      clearInterval(alive);
      reject(signal.reason);
    };
    const pause = {
      endMs: elapsedMs + Math.max(0, ms),
      end() {
        pauses.delete(pause);
        clearInterval(alive);
        signal?.removeEventListener('abort', abort);
        resolve(value);
      },
    };
    signal?.addEventListener('abort', abort, { once: true });
    pauses.add(pause);
    schedule();
  });

for (const protocol of [http, https]) {
  const { request } = protocol;
  protocol.request = (options, ...rest) => {
    const sent = request(options, ...rest);
    sent.setHeader('x-virtual-now', String(startMs + elapsedMs));
    requests += 1;
    let isOpen = true;
    const end = () => {
      if (isOpen) requests -= 1;
      isOpen = false;
      schedule();
    };
    sent.once('close', end);
    // A tunnel is open from then on, and one that a proxy refuses never closes.
    sent.once('connect', end);
    sent.once('error', end);
    return sent;
  };
}
