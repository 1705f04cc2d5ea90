import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the checkout. */
export const ROOT = resolve(import.meta.dirname, '..');

interface PackageFile {
  readonly version: string;
  readonly license: string;
  readonly description: string;
  readonly homepage?: string;
}

/** What package.json says of the product. */
export function project(): PackageFile {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageFile;
}

/** When a release was made: what reproducible builds set (https://reproducible-builds.org/specs/source-date-epoch/), else now. */
export function releaseDate(env: NodeJS.ProcessEnv = process.env): Date {
  const { SOURCE_DATE_EPOCH: seconds } = env;
  return seconds === undefined ? new Date() : new Date(Number(seconds) * 1000);
}

/** Address of the project's pages: package.json's, else of the repository in which the build runs. */
export function homepage(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITHUB_REPOSITORY: repository } = env;
  return project().homepage ?? (repository === undefined ? undefined : `https://github.com/${repository}`);
}
