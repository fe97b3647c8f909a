import * as core from '@actions/core';
import { errorMessage } from '../errors.ts';
import { sanitizeLine, truncate } from '../text.ts';

/** Longest annotation that GitHub shows, in characters. */
const MAX_ANNOTATION_LENGTH = 4096;
/** GitHub drops a step's summary larger than 1 MiB; this stays below it, in bytes, whatever the text. */
const MAX_SUMMARY_BYTES = 1024 * 1024 - 4096;
const SUMMARY_CUT = '\n\nThe rest is left out, because a job summary is limited to 1 MiB.\n';

/** The consequences if the summary alone cannot be written. */
const SUMMARY_LOST = "What this step did is in this log. Check the runner's disk space.";
/** The warning that the outputs or the state cannot be written, with the consequences. */
const COMMAND_FILES_LOST =
  "The outputs or the state of this step cannot be written. The outputs are in this log instead; later steps do not receive them, and after the job this step may be unable to roll the server back, start it, or delete the snapshot. Check the runner's disk space.";

/** What a step can tell the runner. Nothing else writes to the log, the command files or the summary. */
export interface Runner {
  /** One line of the log. */
  info(text: string): void;
  /** A line that shows only if debug logging is on. */
  debug(text: string): void;
  /** Lines of the log that are also shown on the page of the run, outside any group; newlines are kept. */
  notice(text: string): void;
  warning(text: string): void;
  error(text: string): void;
  /** Opens a part of the log that GitHub collapses; the one before it ends. */
  group(title: string): void;
  /** Ends the open group, if there is one. */
  endGroup(): void;
  setOutput(name: string, value: string): void;
  /** Saves a value for the post step. */
  saveState(name: string, value: string): void;
  /** Adds Markdown to the job summary. */
  summary(markdown: string): Promise<void>;
}

/**
 * The runner behind `@actions/core`. Every text on its way out loses the secrets and whatever could act on the runner
 * (docs/contract.md, What must never happen, 8 and 9). None of it ever throws: a full disk or a missing command file must
 * not stop the work (11). Then the outputs are in the log, and one warning says so.
 * @param redact replaces the secrets in a text
 */
export function actionsRunner(redact: (text: string) => string): Runner {
  // Without a listener, the process would end as soon as nobody reads the log any more.
  if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
  const line = (text: string) => {
    const redacted = redact(text);
    const sanitized = sanitizeLine(redacted);
    // Removing control characters can join the parts of a secret.
    return sanitized === redacted ? redacted : redact(sanitized);
  };
  const written = new Map<string, string>();
  const stateInLog = new Set<string>();
  const logged = new Map<string, string>();
  let isInGroup = false;
  let hasWarned = false;
  let summaryBytes = 0;

  const attempt = (write: () => void) => {
    try {
      write();
      return undefined;
    } catch (error) {
      return errorMessage(error);
    }
  };
  const info = (text: string) => void attempt(() => core.info(line(text)));
  const endGroup = () => {
    if (isInGroup) void attempt(core.endGroup);
    isInGroup = false;
  };
  const annotate = (write: (message: string) => void, text: string) => {
    endGroup();
    const lines = redact(text).split('\n').map(line);
    void attempt(() => write(truncate(lines.join('\n'), MAX_ANNOTATION_LENGTH)));
  };
  const warning = (text: string) => annotate(core.warning, text);
  const warnOfLoss = (reason: string, consequences: string) => {
    if (!hasWarned) warning(`${reason}\n${consequences}`);
    hasWarned = true;
  };
  /** Writes to a command file, unless the same was written there before. */
  const save = (key: string, value: string, write: (text: string) => void) => {
    if (written.get(key) === value) return true;
    const reason = attempt(() => write(redact(value)));
    if (reason === undefined) {
      written.set(key, value);
      return true;
    }
    warnOfLoss(reason, COMMAND_FILES_LOST);
    return false;
  };

  return {
    info,
    debug: (text) => void attempt(() => core.debug(line(text))),
    notice: (text) => annotate(core.notice, text),
    warning,
    error: (text) => annotate(core.error, text),
    group(title) {
      endGroup();
      void attempt(() => core.startGroup(line(title)));
      isInGroup = true;
    },
    endGroup,
    setOutput(name, value) {
      const isWritten = save(`output ${name}`, value, (text) => core.setOutput(name, text));
      if (isWritten || logged.get(name) === value) return;
      logged.set(name, value);
      info(`output ${name}=${value}`);
    },
    saveState(name, value) {
      const isWritten = save(`state ${name}`, value, (text) => core.saveState(name, text));
      if (!isWritten) stateInLog.add(name);
      // The runner still takes state as a command in the log, which needs no disk: a rollback can depend on it.
      if (stateInLog.has(name)) void attempt(() => saveStateInLog(inLog(name), redact(value)));
    },
    async summary(markdown) {
      const text = truncateBytes(redact(markdown), MAX_SUMMARY_BYTES - summaryBytes);
      summaryBytes += Buffer.byteLength(text);
      try {
        await core.summary.addRaw(text).write();
      } catch (error) {
        core.summary.emptyBuffer();
        const reason = `The summary cannot be written: ${errorMessage(error)}`;
        // Some runners have no summaries, and what was done is in the log and the outputs.
        if (process.env.GITHUB_STEP_SUMMARY) warnOfLoss(reason, SUMMARY_LOST);
        else void attempt(() => core.debug(line(reason)));
      }
    },
  };
}

function ignore(): void {}

/**
 * What the main step saved under a name; empty if that is nothing. The runner reads the file after the log, so a value
 * that the file had before the disk was full would replace the newer one: those in the log have names of their own.
 */
export function getState(name: string): string {
  return core.getState(inLog(name)) || core.getState(name);
}

function inLog(name: string): string {
  return `${name}_in_log`;
}

/** Saves a value as `@actions/core` does on a runner that has no file for it. */
function saveStateInLog(name: string, value: string): void {
  const { GITHUB_STATE: file } = process.env;
  process.env.GITHUB_STATE = '';
  try {
    core.saveState(name, value);
  } finally {
    process.env.GITHUB_STATE = file;
  }
}

/** Cuts text at the end of a line, so that at most `bytes` are left in UTF-8, and says so. */
function truncateBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const kept = Buffer.from(text)
    .subarray(0, Math.max(0, bytes - SUMMARY_CUT.length))
    .toString('utf8');
  return `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n')))}${SUMMARY_CUT}`;
}
