import type { Level, Runner } from '../../src/report/runner.ts';

/** A runner that shows nothing and keeps everything. */
export class QuietRunner implements Runner {
  readonly lines: string[] = [];
  readonly annotations: { readonly level: Level; readonly text: string }[] = [];
  readonly outputs: Record<string, string> = {};
  readonly states: Record<string, string> = {};
  readonly summaries: string[] = [];

  line(text: string): void {
    this.lines.push(text);
  }

  debug(): void {}

  annotate(level: Level, text: string): void {
    this.annotations.push({ level, text });
  }

  group(): void {}

  endGroup(): void {}

  output(name: string, value: string): void {
    this.outputs[name] = value;
  }

  state(name: string, value: string): void {
    this.states[name] = value;
  }

  rolledBack(): void {}

  async summary(markdown: string): Promise<void> {
    this.summaries.push(markdown);
  }
}
