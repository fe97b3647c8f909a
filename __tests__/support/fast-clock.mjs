// Preloaded into the built action: its minutes pass in seconds. Nothing of the action itself is changed.
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

const speed = Number(process.env.FAST_CLOCK_SPEED);
const startedAt = Date.now();
const RealDate = Date;
const now = () => startedAt + (RealDate.now() - startedAt) * speed;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }
  static now() {
    return now();
  }
};

const { setTimeout } = globalThis;
globalThis.setTimeout = (work, ms, ...rest) => setTimeout(work, ms / speed, ...rest);
const { timeout } = AbortSignal;
AbortSignal.timeout = (ms) => timeout.call(AbortSignal, Math.ceil(ms / speed));
const { setTimeout: delay } = timersPromises;
timersPromises.setTimeout = (ms, ...rest) => delay(ms / speed, ...rest);
syncBuiltinESMExports();
