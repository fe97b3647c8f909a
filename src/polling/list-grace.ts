/**
 * For this long a list may lag behind what the API has accepted, in milliseconds (docs/contract.md, Retries and
 * polling). It bounds the search for a lost create and for a lost restore, how long a snapshot or server may be missing,
 * how long `mode: wait`, `mode: delete` and the post step look for a snapshot that is not listed, how long a rollback
 * waits for a newer snapshot that is listed as unfinished, and how long after a restore `active` may be stale.
 */
export const LIST_GRACE_MS = 60_000;
