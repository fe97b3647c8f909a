/** A time span as people say it, such as `6 min 12 s`. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${ms < 9950 ? (ms / 1000).toFixed(1) : seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something usually takes: as words for people, and the longest of it in milliseconds. */
export interface Usual {
  readonly words: string;
  readonly mostMs: number;
}

const BAR = 20;

/**
 * A sign of life in a long wait: the time gone as a bar that is full when the longest usual time is over, and in words.
 * @param state what is awaited, as it is now
 */
export function signOfLife(waitedMs: number, { words, mostMs }: Usual, state: string): string {
  const full = Math.min(BAR, Math.round((BAR * waitedMs) / mostMs));
  return `  ${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${span(waitedMs)} gone: ${state}; usual are ${words}`;
}

/** Servers as a title names them, such as `server 1`, `servers 1, 2` or, where it would be too long, `20 servers`. */
export function serversInWords(ids: readonly string[]): string {
  if (ids.length > 5) return counted(ids.length, 'server');
  return `server${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}

/** A size in MB as people say it, such as `5,120 MB`; `size unknown` where the API gives none. */
export function size(mb: number | null): string {
  return mb === null ? 'size unknown' : `${mb.toLocaleString('en-US')} MB`;
}

/** How long ago a time of the API was, such as `3 d ago`. */
export function age(createdAt: string, now: number): string {
  const ms = now - Date.parse(createdAt);
  if (Number.isNaN(ms)) return 'of unknown age';
  if (ms < 3_600_000) return `${Math.max(0, Math.round(ms / 60_000))} min ago`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h ago` : `${Math.round(ms / 86_400_000)} d ago`;
}

/** A number with its noun, such as `1 server` or `3 servers`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
