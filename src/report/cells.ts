import type { ActionError } from '../errors.ts';
import { dateTime, shortSha } from '../format.ts';
import { truncate } from '../text.ts';
import type { ServerRef, Snapshot } from '../vps/schema.ts';
import { inOneLine } from './failures.ts';
import { code, type Markup, markdown, prose } from './markdown.ts';

const SHA = /^[0-9a-f]{40}$/iu;
/** Names are cut in a table, in characters. */
const MAX_NAME_LENGTH = 60;
/** Longest text of one error in a table, in characters. */
const MAX_ERROR_LENGTH = 1000;
/** Longest text of what is there now, in characters. */
const MAX_STATE_LENGTH = 300;

/** A server in a table: its id, and its name if that is known. */
export function serverCell({ key, name }: ServerRef): Markup {
  return name === '' ? code(key) : markdown`${code(key)} ${truncate(name, MAX_NAME_LENGTH)}`;
}

/** A snapshot in a table: its id, and the commit whose deploy it preceded, or its name. */
export function snapshotCell({ key, name }: Pick<Snapshot, 'key' | 'name'>): Markup {
  return name === '' ? code(key) : markdown`${code(key)} ${nameCell(name)}`;
}

/** The name of a snapshot. One named after a commit was taken before that commit was deployed. */
export function nameCell(name: string): Markup {
  if (SHA.test(name)) return markdown`before ${code(shortSha(name))}`;
  return markdown`${truncate(shortSha(name), MAX_NAME_LENGTH)}`;
}

/** When a snapshot was taken, in UTC, for a table. */
export function takenCell({ createdAtMs }: Pick<Snapshot, 'createdAtMs'>): string {
  return createdAtMs === undefined ? 'unknown' : dateTime(createdAtMs);
}

/**
 * A failure in a table: what happened, what is there now, and what to do next.
 * @param subject what the row already names; it is left out at the start of the sentence
 */
export function failureCell({ parts }: ActionError, subject: string): Markup {
  const { summary, state, hint } = parts;
  // The list of all snapshots of a server at its limit would fill the table.
  const now = truncate(inOneLine(state), MAX_STATE_LENGTH);
  const isRepeated = summary.toLowerCase().startsWith(`${subject.toLowerCase()} `);
  const rest = isRepeated ? summary.slice(subject.length + 1) : summary;
  return prose([truncate(rest, MAX_ERROR_LENGTH), now, hint].filter((text) => text !== '').join(' '));
}

/**
 * The host and path of a URL, such as `shop.example.com/health`. The query is left out, because it can contain a
 * secret.
 */
export function displayUrl(url: string): Markup {
  const { host, pathname } = new URL(url);
  return code(truncate(`${host}${pathname === '/' ? '' : pathname}`, MAX_NAME_LENGTH));
}
