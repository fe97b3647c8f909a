import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

const Module = v.object({ name: v.string(), size: v.number() });
const Statistics = v.object({
  modules: v.array(v.object({ ...Module.entries, modules: v.optional(v.array(Module)) })),
});

const LockedPackage = v.object({
  version: v.optional(v.string()),
  license: v.optional(v.string()),
  integrity: v.optional(v.string()),
  dev: v.optional(v.boolean(), false),
});
const Lock = v.object({ packages: v.record(v.string(), LockedPackage) });

/** A package that is part of the bundle. */
export interface BundledPackage {
  /** Where it is installed, such as `node_modules/valibot`: its key in package-lock.json. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** The digest that npm verifies on download; none for a folder of this repository. */
  readonly integrity: string | undefined;
  /** Bytes of its modules in the bundle, before the bundler joins them. */
  readonly bytes: number;
}

/** What the bundle consists of. */
export interface BundleContent {
  readonly packages: readonly BundledPackage[];
  /** Bytes of the action's own modules. */
  readonly ownBytes: number;
}

/**
 * Builds the bundle once more, outside `dist`, and reads what it consists of from the bundler's statistics.
 * @throws Error if a package in it is not locked by package-lock.json, or is a development dependency
 */
export function readBundle(): BundleContent {
  const lock = parseJson(Lock, 'package-lock.json').packages;
  const sizes = new Map<string, number>();
  let ownBytes = 0;
  for (const { name, size } of bundledModules()) {
    const path = packagePath(name);
    if (path === undefined) ownBytes += size;
    else sizes.set(path, (sizes.get(path) ?? 0) + size);
  }
  const packages = [...sizes].map(([path, bytes]) => ({ ...locked(lock, path), path, bytes }));
  return { packages: packages.sort((one, other) => other.bytes - one.bytes), ownBytes };
}

function locked(lock: v.InferOutput<typeof Lock>['packages'], path: string) {
  const entry = lock[path];
  // A folder of this repository that npm links is not downloaded.
  const isDownloaded = path.startsWith('node_modules/');
  if (!entry || entry.dev || (isDownloaded && entry.integrity === undefined)) {
    throw new Error(`${path} is in the bundle, but package-lock.json has no such dependency with an integrity`);
  }
  return {
    name: path.replace(/^.*(?:node_modules|stubs)\//u, ''),
    version: entry.version ?? 'unknown',
    license: entry.license ?? 'unknown',
    integrity: entry.integrity,
  };
}

/** The folder of the package that a module belongs to; undefined for a module of the action or of the bundler. */
function packagePath(module: string): string | undefined {
  return /(?:node_modules\/(?:@[^/]+\/)?[^/ ]+\/)*(?:node_modules\/(?:@[^/]+\/)?|stubs\/)[^/ ]+/u.exec(module)?.[0];
}

function bundledModules(): readonly v.InferOutput<typeof Module>[] {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    const stats = join(folder, 'stats.json');
    const args = ['scripts/build.ts', '--out', join(folder, 'dist'), '--stats', stats];
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const modules = parseJson(Statistics, stats).modules.flatMap((one) => one.modules ?? one);
    // A module that was joined with others is also listed by itself.
    return [...new Map(modules.map((one) => [one.name, one])).values()];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parseJson<Schema extends v.GenericSchema>(schema: Schema, path: string): v.InferOutput<Schema> {
  return v.parse(v.pipe(v.string(), v.parseJson(), schema), readFileSync(path, 'utf8'));
}
