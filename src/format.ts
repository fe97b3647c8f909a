import { sanitizeLine } from './text.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** From here on an age or a duration is given in days. */
const DAYS_FROM_MS = 2 * DAY_MS;

/** A duration for people, such as `6 min 12 s`, `1 h 30 min` or `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 60) return `${ms < 9950 ? (ms / SECOND_MS).toFixed(1) : seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A duration in one unit, such as `14 min`, for sentences in which seconds do not matter. */
export function formatRoughDuration(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.round(ms / SECOND_MS))} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return ms < DAYS_FROM_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} d`;
}

/**
 * How long ago something was created, such as `3 d ago`.
 * @param createdAtMs milliseconds since the epoch; `undefined` if the API shows no readable time
 */
export function formatAge(createdAtMs: number | undefined, nowMs: number): string {
  if (createdAtMs === undefined) return 'of unknown age';
  const ms = nowMs - createdAtMs;
  if (ms < HOUR_MS) return `${Math.max(0, Math.round(ms / MINUTE_MS))} min ago`;
  return ms < DAYS_FROM_MS ? `${Math.round(ms / HOUR_MS)} h ago` : `${Math.round(ms / DAY_MS)} d ago`;
}

/** When something was created, such as `taken 3 d ago`; arguments as for `formatAge`. */
export function formatTaken(createdAtMs: number | undefined, nowMs: number): string {
  return createdAtMs === undefined ? 'taken at an unknown time' : `taken ${formatAge(createdAtMs, nowMs)}`;
}

/** A number such as `5,120`. Node's own `toLocaleString` does the same, but loads 12 ms of language data for it. */
export function formatNumber(value: number): string {
  const [whole = '', ...fraction] = String(value).split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return [groups.join(','), ...fraction].join('.');
}

/** A size such as `5,120 MB`; `size unknown` if the API shows none. */
export function formatSize(mb: number | null): string {
  return mb === null ? 'size unknown' : `${formatNumber(mb)} MB`;
}

/** A number with its noun, such as `1 server` or `3 servers`. */
export function pluralize(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Servers for a title, such as `server 1`, `servers 1, 2`, or `20 servers` if the list would be too long. */
export function formatServers(ids: readonly string[]): string {
  return ids.length > 5 ? pluralize(ids.length, 'server') : formatServerIds(ids);
}

/** Servers with all of their ids, such as `server 1` or `servers 1, 2`. */
export function formatServerIds(ids: readonly string[]): string {
  return `server${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}

/** How long something usually takes. */
export interface ExpectedDuration {
  /** For people, such as `3–15 min`. */
  readonly words: string;
  /** The longest that is usual, in milliseconds. */
  readonly maxMs: number;
}

const BAR_LENGTH = 20;

/**
 * A sign of life during a long wait, with a bar that is full at the longest usual duration:
 * `  ██░░… 36 s elapsed, status: in_progress (usually takes 3–15 min)`.
 * @param state what is being waited for, as it is now, such as `status: in_progress` or `12 of 20 completed`
 */
export function progressBar(elapsedMs: number, { words, maxMs }: ExpectedDuration, state: string): string {
  const full = Math.min(BAR_LENGTH, Math.round((BAR_LENGTH * elapsedMs) / maxMs));
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_LENGTH - full)}`;
  return `  ${bar} ${formatDuration(elapsedMs)} elapsed, ${sanitizeLine(state)} (usually takes ${words})`;
}

/** A time as the API and the outputs write it, such as `2025-01-16T12:00:00Z`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/u, 'Z');
}

/** A time of day, such as `18:52 UTC`. */
export function clockTime(ms: number): string {
  return `${isoTime(ms).slice(-9, -4)} UTC`;
}

/** From here on a time of day alone would be ambiguous. */
const SAME_DAY_MS = 12 * HOUR_MS;

/**
 * What a restore discards, such as `writes since 14:03:10 UTC (16 min 45 s)`.
 * @param createdAtMs of the snapshot, in milliseconds since the epoch; `undefined` if it is unknown
 * @param discardedMs from then to the restore; `undefined` if it is unknown
 */
export function formatDiscarded(createdAtMs: number | undefined, discardedMs: number | undefined): string {
  if (createdAtMs === undefined) return 'all writes since the snapshot (time unknown)';
  const dateAndTime = `${isoTime(createdAtMs).slice(0, -1).replace('T', ' ')} UTC`;
  if (discardedMs === undefined) return `writes since ${dateAndTime}`;
  const since = discardedMs < SAME_DAY_MS ? dateAndTime.slice(-'14:03:10 UTC'.length) : dateAndTime;
  return `writes since ${since} (${formatDuration(discardedMs)})`;
}

/** The time of day, or the date and time if the day is not clear after `agoMs` milliseconds. */
export function formatTimeBefore(ms: number, agoMs: number): string {
  return agoMs < SAME_DAY_MS ? clockTime(ms) : `${dateTime(ms)} UTC`;
}

/** A date and time in UTC for a table, such as `2025-01-16 18:52`. */
export function dateTime(ms: number): string {
  return isoTime(ms).slice(0, -4).replace('T', ' ');
}

/** Shortens each commit SHA of 40 digits in a name to 7, so that a line fits the page. */
export function shortSha(name: string): string {
  return name.replace(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/giu, (sha) => sha.slice(0, 7));
}

/** The text as the start of a sentence. */
export function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
