import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { named, whyNot } from '../../support/programs.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, '.github/workflows');

interface Step {
  readonly run?: string;
}
interface Job {
  readonly steps: readonly Step[];
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly matrix: { readonly os?: readonly string[]; readonly include?: readonly Readonly<Record<string, string>>[] };
  };
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;

describe('the workflows', () => {
  const reason = whyNot('actionlint');
  it.skipIf(reason !== null)(named('are right by actionlint', reason), () => {
    const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    expect(execFileSync('actionlint', files, { encoding: 'utf8' })).toBe('');
  });

  it('call scripts and files of this checkout that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const lines = readdirSync(FOLDER).flatMap((name) =>
      Object.values(workflow(name).jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run)),
    );
    const called = lines.flatMap((line) => [...line.matchAll(/npm (?:run )?([a-z][\w:-]*)/g)].map(([, script = '']) => script));
    expect(called).toEqual(expect.arrayContaining(['test', 'test:e2e', 'package']));
    for (const script of called) expect(Object.keys(scripts)).toContain(script);
    for (const [, path = ''] of lines.join('\n').matchAll(/node ((?:packaging|scripts)\/\S+)/g))
      expect(readFileSync(join(ROOT, path), 'utf8')).not.toBe('');
  });

  it('test on three systems, with Electron too', () => {
    const { jobs } = workflow('test.yml');
    for (const job of [jobs['tier-one'], jobs.electron]) {
      expect(job?.strategy?.matrix.os?.map((name) => name.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
    }
  });

  it('pack for each system and processor, and only the last job may write', () => {
    const { jobs, permissions } = workflow('release.yml');
    expect(jobs.package?.strategy?.matrix.include?.map(({ system, arch }) => `${system}-${arch}`)).toEqual([
      'linux-x64',
      'linux-arm64',
      'mac-x64',
      'mac-arm64',
      'win-x64',
      'win-arm64',
    ]);
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.publish).toMatchObject({ needs: 'package', permissions: { contents: 'write' } });
  });
});
