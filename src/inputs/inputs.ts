import * as v from 'valibot';
import { ActionError } from '../errors.ts';
import { pluralize } from '../format.ts';
import { quote } from '../text.ts';
import { ID_FORMS, Id, IdFromApi, isSameId } from '../vps/id.ts';
import {
  booleanInput,
  condition,
  durationMinutes,
  InputError,
  input,
  oneOf,
  optionalMinutes,
  pollInterval,
  positiveInteger,
  type RawInputs,
  splitList,
} from './fields.ts';
import { inputsWithToken } from './misplaced-token.ts';
import { FIELD_LIST, unknownFields } from './snapshot-name.ts';

/** A snapshot that `snapshot_id` names. */
export interface NamedSnapshot {
  readonly id: Id;
  /** The server that it is said to belong to; known if the output `snapshots` was given. */
  readonly server?: Id;
}

/** How a job can have failed. */
const JOB_CONCLUSIONS = ['failure', 'cancelled'] as const;
export type JobConclusion = (typeof JOB_CONCLUSIONS)[number];

/** Every input, validated and in the units of the code (docs/contract.md, Inputs). */
export interface Inputs {
  readonly mode: Mode;
  /** None only in `mode: check`. */
  readonly serverIds: readonly Id[];
  /** Empty only in `mode: check`, and after the job. */
  readonly apiToken: string;
  readonly snapshotIds: readonly NamedSnapshot[];
  /** `snapshot_id: latest`. */
  readonly latest: boolean;
  /** The template. */
  readonly snapshotName: string;
  readonly description: string;
  readonly series: string | undefined;
  readonly wait: boolean;
  readonly stopServer: boolean;
  readonly timeoutMs: number;
  /** `undefined`: adaptive. */
  readonly pollIntervalMs: number | undefined;
  readonly maxParallel: number | undefined;
  readonly onLimit: 'fail' | 'replace_oldest';
  readonly onRerun: 'reuse' | 'create';
  readonly keep: number | undefined;
  readonly keepDaily: number | undefined;
  readonly keepWeekly: number | undefined;
  readonly rollbackIf: boolean;
  readonly rollbackOn: readonly JobConclusion[];
  readonly deleteOnSuccess: boolean;
  readonly safetySnapshot: boolean;
  readonly healthCheckUrl: string | undefined;
  /** As it was given: only `mode: check` replaces `{sha}` in it. */
  readonly healthCheckText: string;
  readonly healthCheckTimeoutMs: number;
  readonly healthCheckStableMs: number;
  /** A secret. */
  readonly notifyUrl: string | undefined;
  readonly commitStatus: boolean;
  readonly dryRun: boolean;
  /** Without a slash at its end, and safe in single quotes of a shell. */
  readonly apiUrl: string;
  readonly githubToken: string;
  readonly jobStatus: 'success' | JobConclusion | 'unknown';
  readonly jobIndex: string;
}

const MODES = ['snapshot', 'wait', 'rollback', 'check', 'delete', 'prune'] as const;
export type Mode = (typeof MODES)[number];

/** The API's address if `api_url` is empty (docs/api.md). */
export const DEFAULT_API_URL = 'https://admin.vps.org/api/v1';
/** The most snapshots that a server can have (docs/api.md, Snapshots). */
const SNAPSHOT_LIMIT = 5;
const MAX_SERIES_LENGTH = 64;
/** The series of safety snapshots (docs/contract.md, Inputs, `series`). */
const RESERVED_SERIES = 'before-rollback';
const LATEST = 'latest';
const DEFAULT_STABLE_MS = 60_000;

function listedTwice(ids: readonly Id[]): InputError | undefined {
  const twice = ids.filter((id, index) => ids.findIndex((other) => isSameId(other, id)) < index);
  const names = [...new Set(twice.map((id) => id.toLowerCase()))];
  if (names.length === 0) return undefined;
  return new InputError(
    `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} listed more than once; list each ID once`,
  );
}

function readIds(text: string): readonly Id[] | InputError {
  const read = v.safeParse(v.array(Id), splitList(text));
  if (!read.success) {
    const wrong = read.issues.map((issue) => quote(String(issue.path?.[0].value)));
    return new InputError(
      `${wrong.join(', ')} ${wrong.length === 1 ? 'is not an ID' : 'are not IDs'}; use ${ID_FORMS}`,
    );
  }
  return listedTwice(read.output) ?? read.output;
}

const serverIds = input<readonly Id[]>((text) => {
  if (text !== '' && splitList(text).length === 0)
    return new InputError(`set one or more server IDs, each ${ID_FORMS}`);
  return readIds(text);
});

/** The output `snapshots`, as far as it is needed; a server without a snapshot has `null` (docs/contract.md, Outputs). */
const SnapshotsOutput = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ server_id: IdFromApi, snapshot_id: v.nullable(IdFromApi) })),
);

const NO_SNAPSHOT = new InputError(
  "it contains no snapshot (did the snapshot step fail?). Set a snapshot ID, or leave it empty in a rollback to restore this run's newest snapshot",
);

const snapshotIds = input<readonly NamedSnapshot[] | typeof LATEST>((text) => {
  if (text === LATEST) return LATEST;
  if (!text.startsWith('[')) {
    const ids = readIds(text);
    if (ids instanceof InputError) return ids;
    return text === '' || ids.length > 0 ? ids.map((id) => ({ id })) : NO_SNAPSHOT;
  }
  const output = v.safeParse(SnapshotsOutput, text);
  if (!output.success) return new InputError('use snapshot IDs, or the `snapshots` output of this action unchanged');
  const named = output.output.flatMap(({ server_id: server, snapshot_id: id }) =>
    id === null ? [] : [{ id, server }],
  );
  // An empty list would mean this run's newest snapshot, but whoever passes an output without a snapshot does not want
  // that.
  return listedTwice(named.map(({ id }) => id)) ?? (named.length > 0 ? named : NO_SNAPSHOT);
});

/** What to do if there is no token. */
export const MISSING_TOKEN_HINT =
  'set a VPS.org API token, usually from `secrets.VPS_API_TOKEN`. A secret is empty if its name is misspelled, if it belongs to an environment and the job has no `environment:`, and in workflows triggered from forks or by Dependabot';

/** @returns the token, or why no header can carry it; a token cut at a newline would be sent in part */
function readToken(text: string): string | InputError {
  if (!/[^\x21-\x7e]|["']/u.test(text)) return text;
  return new InputError('it must not contain spaces, newlines or quotes; paste the bare token, without "Bearer"');
}

const hidden = () => 'set but invalid';

const apiToken = input(readToken, hidden);

const nameTemplate = input((text) => {
  const template = text === '' ? '{sha}' : text;
  const unknown = unknownFields(template);
  if (unknown.length === 0) return template;
  const are = unknown.length === 1 ? 'is not a placeholder' : 'are not placeholders';
  return new InputError(`${unknown.map(quote).join(', ')} ${are}; use text and any of ${FIELD_LIST}`);
});

const series = input((text) => {
  if (text === '') return undefined;
  if ([...text].length <= MAX_SERIES_LENGTH && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) return text;
  return new InputError(`use at most ${MAX_SERIES_LENGTH} characters, without newlines or control characters`);
});

/** `localhost` and the addresses that never leave the machine: 127.0.0.0/8 and ::1. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}

/** True for https, and for http that stays on this machine, without a user or a password. */
function isSafe(url: URL): boolean {
  const isEncrypted = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isEncrypted && url.username === '' && url.password === '';
}

/** A URL as an error text shows it: without any user, password, query or fragment that somebody put into it. */
function showUrl(text: string): string {
  return quote(text.replace(/^(\w{1,20}:\/\/)?.*@/su, '$1***@').replace(/([?#]).*/su, '$1***'));
}

const apiUrl = input((text) => {
  const url = URL.parse(text === '' ? DEFAULT_API_URL : text);
  // The summary contains shell commands with the URL in single quotes.
  if (url && isSafe(url) && !/['?#]/u.test(url.href)) return `${url.origin}${withoutSlashAtEnd(url.pathname)}`;
  return new InputError(
    'use an https URL without a user name, password, query, fragment or apostrophe, or http on a loopback address',
  );
}, showUrl);

/** A pattern for the end alone would take time that grows with the square of the length. */
function withoutSlashAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

const healthCheckUrl = input((text) => {
  if (text === '') return undefined;
  const url = URL.parse(text);
  if (url && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '') return url.href;
  return new InputError(
    'use an http or https URL without a user name or password, such as https://shop.example.com/health, or leave it empty',
  );
}, showUrl);

const notifyUrl = input((text) => {
  if (text === '') return undefined;
  const url = URL.parse(text);
  if (url && isSafe(url)) return url.href;
  return new InputError('use the https URL of a webhook, without a user name or password, or leave it empty');
}, hidden);

const rollbackOn = input<readonly JobConclusion[]>((text) => {
  const words = splitList(text);
  const isKnown = words.every((word) => JOB_CONCLUSIONS.some((conclusion) => conclusion === word));
  if (isKnown) return JOB_CONCLUSIONS.filter((conclusion) => words.includes(conclusion));
  return new InputError('use failure, cancelled, or both, or leave it empty');
});

const text = input((given) => given);

/** Each input by the name that a workflow gives it. */
const Fields = v.object({
  mode: oneOf(MODES),
  server_id: serverIds,
  api_token: apiToken,
  snapshot_id: snapshotIds,
  snapshot_name: nameTemplate,
  description: text,
  series,
  wait: booleanInput(true),
  stop_server: booleanInput(false),
  timeout_minutes: durationMinutes(60),
  poll_interval_seconds: pollInterval,
  max_parallel: positiveInteger,
  on_limit: oneOf(['fail', 'replace_oldest']),
  on_rerun: oneOf(['reuse', 'create']),
  keep: positiveInteger,
  keep_daily: positiveInteger,
  keep_weekly: positiveInteger,
  rollback_if: condition,
  rollback_on: rollbackOn,
  delete_on_success: booleanInput(false),
  safety_snapshot: booleanInput(false),
  health_check_url: healthCheckUrl,
  health_check_text: text,
  health_check_timeout_minutes: durationMinutes(10),
  health_check_stable_minutes: optionalMinutes,
  notify_url: notifyUrl,
  commit_status: booleanInput(false),
  dry_run: booleanInput(false),
  api_url: apiUrl,
  github_token: text,
  job_status: oneOf(['success', ...JOB_CONCLUSIONS]),
  job_index: text,
});
type Fields = v.InferOutput<typeof Fields>;

/** The names of all inputs. */
export const INPUT_NAMES: readonly string[] = Object.keys(Fields.entries);

/** True if this mode takes a snapshot, or waits for one, and acts after the job. */
function isSnapshotStep({ mode }: Pick<Fields, 'mode'>): boolean {
  return mode === 'snapshot' || mode === 'wait';
}

type Retention = Pick<Fields, 'keep' | 'keep_daily' | 'keep_weekly'>;

/** The inputs that make up the retention policy and are set. */
function retentionInputs({ keep, keep_daily, keep_weekly }: Retention): string[] {
  return Object.entries({ keep, keep_daily, keep_weekly }).flatMap(([name, count]) =>
    count === undefined ? [] : name,
  );
}

/**
 * The most snapshots that a retention policy keeps. One snapshot can count for several rules: the newest one is also the
 * newest of its day and of its week.
 */
function maxRetained({ keep = 0, keep_daily: daily = 0, keep_weekly: weekly = 0 }: Retention): number {
  const moreByDay = daily - (keep > 0 && daily > 0 ? 1 : 0);
  const moreByWeek = weekly - (keep + daily > 0 && weekly > 0 ? 1 : 0);
  return keep + moreByDay + moreByWeek;
}

const NotCheck = v.pipe(v.string(), v.notValue('check'));

/**
 * Requires an input in every mode except `check`. An invalid mode does not hide that the input is empty: it is still the
 * text that was given.
 * @param missing what the inputs look like without the input
 */
function requiredExceptInCheck(missing: v.GenericSchema, message: string) {
  return v.rawCheck<Fields>(({ dataset, addIssue }) => {
    if (v.is(missing, dataset.value)) addIssue({ message });
  });
}

/** The rules about several inputs; each is checked if the inputs that it needs are valid. */
const Together = v.pipe(
  Fields,
  v.forward(
    requiredExceptInCheck(
      v.object({ mode: NotCheck, server_id: v.pipe(v.array(Id), v.empty()) }),
      `is empty: set one or more server IDs, each ${ID_FORMS}`,
    ),
    ['server_id'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['snapshot_id']],
      ({ mode, snapshot_id }) => !(mode === 'wait' || mode === 'delete') || snapshot_id.length > 0,
      ({ input: { mode } }) =>
        mode === 'wait'
          ? 'is empty: `mode: wait` needs the snapshot ID from the step that started the snapshot'
          : 'is empty: `mode: delete` deletes only the snapshots listed here',
    ),
    ['snapshot_id'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['snapshot_id']],
      ({ mode, snapshot_id }) => !(mode === 'wait' || mode === 'delete') || snapshot_id !== LATEST,
      ({ input: { mode } }) => `is "latest", which only \`mode: rollback\` accepts: set IDs for \`mode: ${mode}\``,
    ),
    ['snapshot_id'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['keep'], ['keep_daily'], ['keep_weekly']],
      (inputs) => inputs.mode !== 'prune' || retentionInputs(inputs).length > 0,
      'is empty: for `mode: prune`, set at least one of keep, keep_daily and keep_weekly',
    ),
    ['keep'],
  ),
  v.partialCheck(
    [['mode'], ['on_limit'], ['keep'], ['keep_daily'], ['keep_weekly']],
    (inputs) => !isSnapshotStep(inputs) || inputs.on_limit !== 'fail' || maxRetained(inputs) < SNAPSHOT_LIMIT,
    ({ input: inputs }) =>
      `${retentionInputs(inputs).join(', ')}: up to ${maxRetained(inputs)} snapshots are kept, which leaves no room for the next one: a server can have ${SNAPSHOT_LIMIT}. Keep at most ${SNAPSHOT_LIMIT - 1}, or set \`on_limit: replace_oldest\``,
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['delete_on_success'], ['keep'], ['keep_daily'], ['keep_weekly']],
      (inputs) => !isSnapshotStep(inputs) || !inputs.delete_on_success || maxRetained(inputs) !== 1,
      ({ input: inputs }) =>
        `cannot be true with ${retentionInputs(inputs).join(', ')} at 1: retention deletes the older snapshots, and delete_on_success would then delete the only one left. Keep at least 2, or set delete_on_success to false`,
    ),
    ['delete_on_success'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['wait'], ['keep'], ['keep_daily'], ['keep_weekly']],
      (inputs) => inputs.mode !== 'snapshot' || inputs.wait || retentionInputs(inputs).length === 0,
      ({ input: inputs }) =>
        `cannot be false with ${retentionInputs(inputs).join(', ')}: older snapshots are deleted only after the new one has completed. Set ${retentionInputs(inputs).join(', ')} on the \`mode: wait\` step instead`,
    ),
    ['wait'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['wait'], ['stop_server']],
      (inputs) => inputs.mode !== 'snapshot' || inputs.wait || !inputs.stop_server,
      'cannot be false with stop_server: the server is started again only after the snapshot has completed',
    ),
    ['wait'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['wait'], ['rollback_on']],
      (inputs) => inputs.mode !== 'snapshot' || inputs.wait || inputs.rollback_on.length === 0,
      'cannot be false with rollback_on: a rollback needs a completed snapshot. Set rollback_on on the `mode: wait` step',
    ),
    ['wait'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['wait']],
      ({ mode, wait }) => mode !== 'rollback' || wait,
      'cannot be false in a rollback, which is finished only when the server is active again',
    ),
    ['wait'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['series']],
      (inputs) => !isSnapshotStep(inputs) || inputs.series !== RESERVED_SERIES,
      `cannot be "${RESERVED_SERIES}", which is reserved for the snapshots that safety_snapshot takes: use another name`,
    ),
    ['series'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['health_check_url']],
      ({ mode, health_check_url }) => mode !== 'check' || health_check_url !== undefined,
      'is empty: `mode: check` requires the URL to check',
    ),
    ['health_check_url'],
  ),
  v.forward(
    v.partialCheck(
      [['mode'], ['health_check_url'], ['health_check_text']],
      // In a snapshot step, the URL may become known only through the deploy.
      ({ mode, health_check_url, health_check_text }) =>
        mode !== 'rollback' || health_check_text === '' || health_check_url !== undefined,
      'is set, but health_check_url is empty: set the URL whose body must contain the text',
    ),
    ['health_check_text'],
  ),
);

/** The rules for the step itself; only after the job may the token be missing. */
const InStep = v.pipe(
  Together,
  v.forward(
    requiredExceptInCheck(v.object({ mode: NotCheck, api_token: v.literal('') }), `is empty: ${MISSING_TOKEN_HINT}`),
    ['api_token'],
  ),
);

function toInputs(fields: Fields): Inputs {
  return {
    mode: fields.mode,
    serverIds: fields.server_id,
    apiToken: fields.api_token,
    snapshotIds: fields.snapshot_id === LATEST ? [] : fields.snapshot_id,
    latest: fields.snapshot_id === LATEST,
    snapshotName: fields.snapshot_name,
    description: fields.description,
    series: fields.series,
    wait: fields.wait,
    stopServer: fields.stop_server,
    timeoutMs: fields.timeout_minutes,
    pollIntervalMs: fields.poll_interval_seconds,
    maxParallel: fields.max_parallel,
    onLimit: fields.on_limit,
    onRerun: fields.on_rerun,
    keep: fields.keep,
    keepDaily: fields.keep_daily,
    keepWeekly: fields.keep_weekly,
    rollbackIf: fields.rollback_if,
    rollbackOn: fields.rollback_on,
    deleteOnSuccess: fields.delete_on_success,
    safetySnapshot: fields.safety_snapshot,
    healthCheckUrl: fields.health_check_url,
    healthCheckText: fields.health_check_text,
    healthCheckTimeoutMs: fields.health_check_timeout_minutes,
    healthCheckStableMs: fields.health_check_stable_minutes ?? (fields.mode === 'check' ? DEFAULT_STABLE_MS : 0),
    notifyUrl: fields.notify_url,
    commitStatus: fields.commit_status,
    dryRun: fields.dry_run,
    apiUrl: fields.api_url,
    githubToken: fields.github_token,
    jobStatus: fields.job_status,
    jobIndex: fields.job_index,
  };
}

/** Each problem as a line that starts with the name of its input. */
function problemsOf(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.map((issue) => [v.getDotPath(issue) ?? [], issue.message].flat().join(' '));
}

/**
 * Reads the inputs by a schema.
 * @returns the typed inputs, or every problem as a line that starts with the name of its input
 */
function validate(
  schema: v.GenericSchema<unknown, Fields>,
  rawInputs: RawInputs,
): { readonly fields: Fields } | { readonly problems: readonly string[] } {
  const misplaced = inputsWithToken(rawInputs);
  const result = v.safeParse(schema, rawInputs);
  if (result.success && misplaced.length === 0) return { fields: result.output };
  const others = result.success ? [] : problemsOf(result.issues);
  return {
    problems: [
      ...misplaced.map((name) => `${name} contains an API token, which belongs only in api_token`),
      ...others.filter((problem) => !misplaced.some((name) => problem.startsWith(`${name} `))),
    ],
  };
}

function invalidInputs(problems: readonly string[]): ActionError {
  return new ActionError({
    summary: `${pluralize(problems.length, 'invalid input')}:`,
    state: problems.map((problem) => `  ${problem}`),
    hint: 'No request was sent. Fix the inputs under `with:` in your workflow.',
  });
}

/**
 * Turns the texts of the inputs into one typed object (docs/contract.md, Inputs).
 * @param rawInputs a missing one counts as empty
 * @throws ActionError listing every problem at once, with what was given (never a secret) and what to write instead
 */
export function parseInputs(rawInputs: RawInputs): Inputs {
  const result = validate(InStep, rawInputs);
  if ('problems' in result) throw invalidInputs(result.problems);
  return toInputs(result.fields);
}

/** Never saved for the time after the job. */
export const SECRET_INPUTS: readonly string[] = ['api_token', 'github_token', 'notify_url'];

/**
 * Inputs that are read again after the job: secrets, and what may be known only then. All others are as the step read
 * them (docs/contract.md, Inputs).
 */
export const REREAD_IN_POST: readonly string[] = [
  ...SECRET_INPUTS,
  'job_status',
  'rollback_if',
  'rollback_on',
  'delete_on_success',
  'safety_snapshot',
  'health_check_url',
  'health_check_text',
  'health_check_timeout_minutes',
  'health_check_stable_minutes',
  'commit_status',
];

/** The inputs that decide what is done after the job. */
export type AfterJobInputs = Pick<
  Inputs,
  'mode' | 'dryRun' | 'rollbackIf' | 'rollbackOn' | 'deleteOnSuccess' | 'jobStatus'
>;

/**
 * What is asked for after the job, as far as it can be read: for a step that saved no inputs.
 * @param rawInputs the inputs as the runner evaluates them now; an invalid one counts as empty
 */
export function readAfterJobInputs(rawInputs: RawInputs): AfterJobInputs {
  const { mode, dry_run, rollback_if, rollback_on, delete_on_success, job_status } = Fields.entries;
  const schema = v.object({
    mode: v.fallback(mode, 'snapshot'),
    dry_run: v.fallback(dry_run, false),
    rollback_if: v.fallback(rollback_if, false),
    rollback_on: v.fallback(rollback_on, []),
    delete_on_success: v.fallback(delete_on_success, false),
    job_status: v.fallback(job_status, 'success'),
  });
  const fields = v.parse(schema, rawInputs);
  return {
    mode: fields.mode,
    dryRun: fields.dry_run,
    rollbackIf: fields.rollback_if,
    rollbackOn: fields.rollback_on,
    deleteOnSuccess: fields.delete_on_success,
    jobStatus: fields.job_status,
  };
}

/**
 * The inputs after the job. What is read again and is invalid only now must not prevent a rollback: the value that the
 * step had is used. A missing token is no problem until there is work to do.
 * @param saved the inputs as the step read them, without secrets; they were valid then
 * @param current the inputs as the runner evaluates them now
 * @returns the inputs, and a sentence for each value that could not be used. `isSameApi` is false if `api_url` is not
 *   what was saved: saved state can be forged, so the token must not go there, and `apiUrl` is then the current one
 * @throws ActionError only if the saved inputs themselves are invalid
 */
export function parseInputsAfterJob(
  saved: RawInputs,
  current: RawInputs,
): { readonly inputs: Inputs; readonly problems: readonly string[]; readonly isSameApi: boolean } {
  const problems: string[] = [];
  const start = validate(Together, saved);
  if ('problems' in start) throw invalidInputs(start.problems);
  let { fields } = start;
  let raw = saved;
  for (const name of REREAD_IN_POST) {
    const candidate = { ...raw, [name]: current[name] ?? '' };
    const result = validate(Together, candidate);
    if ('fields' in result) {
      raw = candidate;
      fields = result.fields;
    } else if (name !== 'job_status') {
      const instead = SECRET_INPUTS.includes(name)
        ? 'It is ignored.'
        : 'The value from the step itself is used instead.';
      problems.push(`After the job, ${result.problems.join('; ')}. ${instead}`);
    }
  }
  const apiUrlNow = v.parse(v.fallback(apiUrl, DEFAULT_API_URL), current.api_url);
  const isSameApi = apiUrlNow === fields.api_url;
  const inputs = { ...toInputs(fields), apiUrl: apiUrlNow };
  const status = current.job_status ?? '';
  if (status !== '' && raw.job_status === status) return { inputs, problems, isSameApi };
  problems.push(
    `After the job, job_status is ${quote(status)}, so it is unknown whether the job failed: rollback_on and delete_on_success have no effect. If job_status is set under \`with:\`, remove it; otherwise the runner does not provide the status of the job, so use rollback_if.`,
  );
  return { inputs: { ...inputs, jobStatus: 'unknown' }, problems, isSameApi };
}

const SNAPSHOT_STEPS: readonly Mode[] = ['snapshot', 'wait'];
const WITH_ROLLBACK: readonly Mode[] = [...SNAPSHOT_STEPS, 'rollback'];
const WITH_HEALTH_CHECK: readonly Mode[] = [...WITH_ROLLBACK, 'check'];

/** The modes in which an input has an effect; those that are not here have one in every mode, or are internal. */
const EFFECTIVE_IN = new Map<string, readonly Mode[]>([
  ['server_id', MODES.filter((mode) => mode !== 'check')],
  ['snapshot_id', ['wait', 'rollback', 'delete']],
  ['snapshot_name', ['snapshot']],
  ['description', ['snapshot']],
  ['series', ['snapshot', 'rollback', 'prune']],
  ['wait', ['snapshot', 'rollback']],
  ['stop_server', ['snapshot']],
  ['timeout_minutes', MODES.filter((mode) => mode !== 'check')],
  ['poll_interval_seconds', WITH_HEALTH_CHECK],
  ['max_parallel', WITH_ROLLBACK],
  // In `mode: wait` it allows retention that leaves no room.
  ['on_limit', SNAPSHOT_STEPS],
  ['on_rerun', ['snapshot']],
  ['keep', [...SNAPSHOT_STEPS, 'prune']],
  ['keep_daily', [...SNAPSHOT_STEPS, 'prune']],
  ['keep_weekly', [...SNAPSHOT_STEPS, 'prune']],
  ['rollback_if', SNAPSHOT_STEPS],
  ['rollback_on', SNAPSHOT_STEPS],
  ['delete_on_success', SNAPSHOT_STEPS],
  ['safety_snapshot', WITH_ROLLBACK],
  ['health_check_url', WITH_HEALTH_CHECK],
  ['health_check_text', WITH_HEALTH_CHECK],
  ['health_check_timeout_minutes', WITH_HEALTH_CHECK],
  ['health_check_stable_minutes', WITH_HEALTH_CHECK],
  ['notify_url', WITH_ROLLBACK],
  ['commit_status', WITH_ROLLBACK],
  ['api_url', MODES.filter((mode) => mode !== 'check')],
]);

/** The defaults of action.yml that are not empty, of the inputs in `EFFECTIVE_IN`. */
const DEFAULTS = new Map([
  ['snapshot_name', '{sha}'],
  ['wait', 'true'],
  ['stop_server', 'false'],
  ['timeout_minutes', '60'],
  ['on_limit', 'fail'],
  ['on_rerun', 'reuse'],
  ['rollback_if', 'false'],
  ['delete_on_success', 'false'],
  ['safety_snapshot', 'false'],
  ['health_check_timeout_minutes', '10'],
  ['commit_status', 'false'],
  ['api_url', DEFAULT_API_URL],
]);

/** The names of the inputs that were set to something other than their default and have no effect in this mode. */
export function unusedInputs(rawInputs: RawInputs, mode: Mode): string[] {
  return [...EFFECTIVE_IN].flatMap(([name, modes]) => {
    const given = (rawInputs[name] ?? '').trim();
    const isSet = given !== '' && given.toLowerCase() !== DEFAULTS.get(name);
    return isSet && !modes.includes(mode) ? name : [];
  });
}
