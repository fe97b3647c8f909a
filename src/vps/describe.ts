import { shortSha } from '../format.ts';
import { quote, sanitizeLine, truncate } from '../text.ts';
import type { ServerRef, Snapshot } from './schema.ts';

/** Longest name of a server in a line of text, in characters. */
const MAX_NAME_LENGTH = 80;

/** A server for logs and errors, such as `server 12345 (web-1)`. */
export function describeServer({ key, name }: ServerRef): string {
  return name === '' ? `server ${key}` : `server ${key} (${truncate(sanitizeLine(name), MAX_NAME_LENGTH)})`;
}

/** The name of a snapshot in quotes, with each commit in it as a short SHA. */
export function quoteName(name: string): string {
  return quote(shortSha(name));
}

/** A snapshot without its server, such as `snapshot 801 "3f2a9c1"`. */
export function nameSnapshot({ key, name }: Pick<Snapshot, 'key' | 'name'>): string {
  return name === '' ? `snapshot ${key}` : `snapshot ${key} ${quoteName(name)}`;
}

/** A snapshot for logs and errors, such as `snapshot 801 "3f2a9c1" on server 12345 (web-1)`. */
export function describeSnapshot(snapshot: Pick<Snapshot, 'key' | 'name' | 'server'>): string {
  return `${nameSnapshot(snapshot)} on ${describeServer(snapshot.server)}`;
}
