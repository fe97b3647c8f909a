/** What a report needs to know besides the records. */
export interface ReportSettings {
  readonly dryRun: boolean;
  /** Base URL of the API, validated. */
  readonly apiUrl: string;
  /** The action as a workflow names it, such as `acme/vps-snapshot@v1`. */
  readonly uses: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** How long the step has taken so far, in milliseconds. */
  readonly durationMs: number;
}
