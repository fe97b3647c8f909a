/**
 * For this long a list may lag behind what the API has accepted, in milliseconds (docs/contract.md, Retries and
 * polling). It bounds four waits: the search for a lost create, the search for a lost restore, how long a snapshot or
 * server may be missing, and how long `mode: wait` looks for a snapshot that is not listed.
 */
export const LIST_GRACE_MS = 60_000;
