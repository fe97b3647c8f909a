/** The values of several records in one output, separated by commas in the order of `server_id`. */
export function joinOutputs<Item>(records: readonly Item[], value: (record: Item) => string): string {
  return records.map(value).join(',');
}

/** The output `status`: `done` only if every status is, otherwise the first that is not (docs/contract.md, Outputs). */
export function combineStatus(statuses: readonly string[], done: string): string {
  return statuses.find((status) => status !== done) ?? statuses[0] ?? '';
}

/** The output `duration_seconds`. */
export function toSeconds(ms: number): string {
  return String(Math.round(ms / 1000));
}
