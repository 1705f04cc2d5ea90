import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error -- a configuration file without types of its own
import config from '../../../.dependency-cruiser.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const EMPTY = 'export const a = 1;\nexport type A = number;\n';

/** Planted files that break a rule, by the rule that must notice. Type imports count: they bind two parts together as much. */
const PLANTED: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['shared-imports-none-of-ours', 'src-shared/bad.ts', "import '../src-main/holder/protocol/a.ts';"],
  ['shared-imports-none-of-ours', 'src-shared/bad-type.ts', "import type { A } from '#main/holder/protocol/a.ts';\nexport type B = A;"],
  ['shared-runs-everywhere', 'src-shared/bad-core.ts', "import 'node:fs';"],
  [
    'window-knows-only-the-contract',
    'src-renderer/app/bad.tsx',
    "import { a } from '#main/engine/sessions/index.ts';\nexport const b = <p>{a}</p>;",
  ],
  ['window-runs-in-a-browser', 'src-renderer/app/bad-core.ts', "import 'node:path';"],
  ['main-does-not-know-the-window', 'src-main/engine/sessions/bad-window.ts', "import '#renderer/app/a.ts';"],
  ['electron-only-in-its-host', 'src-main/engine/sessions/bad-electron.ts', "import 'electron';"],
  ['nothing-imports-a-host', 'src-main/engine/sessions/bad-host.ts', "import '../../hosts/cli/a.ts';"],
  ['hosts-are-apart', 'src-main/hosts/cli/bad-host.ts', "import '../headless/a.ts';"],
  ['doors-belong-to-hosts', 'src-main/engine/sessions/bad-door.ts', "import '../../doors/a.ts';"],
  ['holder-stands-alone', 'src-main/holder/bad.ts', "import { a } from '#main/engine/sessions/index.ts';\nexport const b = a;"],
  ['holder-needs-no-package', 'src-main/holder/bad-package.ts', "import 'undici';"],
  ['byte-processes-know-no-domain', 'src-main/mirror/bad.ts', "import '../engine/sessions/index.ts';"],
  [
    'domains-through-their-index',
    'src-main/engine/settings/bad.ts',
    "import type { A } from '../sessions/records.ts';\nexport type B = A;",
  ],
  ['domains-through-their-index-from-outside', 'src-main/hosts/headless/bad.ts', "import '../../engine/sessions/records.ts';"],
  ['rpc-has-no-logic', 'src-main/rpc/bad.ts', "import '../holder/protocol/a.ts';"],
  ['no-dev-package-in-the-product', 'src-main/engine/sessions/bad-dev.ts', "import 'fast-check';"],
  ['not-resolvable', 'src-main/engine/sessions/bad-path.ts', "import './nowhere.ts';"],
  ['no-circular', 'src-main/engine/sessions/ring-a.ts', "import { b } from './ring-b.ts';\nexport const a = () => b;"],
];

const INNOCENT: Readonly<Record<string, string>> = {
  'src-shared/ids.ts': EMPTY,
  'src-renderer/app/a.ts': "import { a } from '#shared/ids.ts';\nexport const b = a;",
  'src-main/holder/protocol/a.ts': "import { a } from '#shared/ids.ts';\nexport const b = a;\nexport type A = number;",
  'src-main/engine/sessions/index.ts': "export { a } from './records.ts';",
  'src-main/engine/sessions/records.ts': EMPTY,
  'src-main/engine/sessions/ring-b.ts': "import { a } from './ring-a.ts';\nexport const b = () => a;",
  'src-main/engine/settings/good.ts': "import { a } from '../sessions/index.ts';\nexport const b = a;",
  'src-main/hosts/cli/a.ts': "import { a } from '../../engine/sessions/index.ts';\nexport const b = a;",
  'src-main/hosts/headless/a.ts': "import { a } from '../../doors/a.ts';\nexport const b = a;",
  'src-main/doors/a.ts': EMPTY,
};

describe('the dependency rules', () => {
  let folder = '';
  let found: readonly { readonly rule: string; readonly from: string }[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kimi-shell-rules-'));
    const files = { ...INNOCENT, ...Object.fromEntries(PLANTED.map(([, file, text]) => [file, text])) };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const imports = Object.fromEntries(['shared', 'main', 'renderer'].map((name) => [`#${name}/*`, `./src-${name}/*`]));
    const devDependencies = { 'fast-check': '*', electron: '*' };
    const dependencies = { undici: '*' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports, dependencies, devDependencies }));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    const { options, ...ruleSet } = config;
    const result = await cruise(['src-shared', 'src-main', 'src-renderer'], { ...options, ruleSet, validate: true, baseDir: folder });
    found = (result.output as ICruiseResult).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(PLANTED)('notice %s in %s', (rule, file) => {
    expect(found.filter((violation) => violation.from === file).map((violation) => violation.rule)).toContain(rule);
  });

  it('leave what is allowed alone', () => {
    expect(found.filter(({ from }) => Object.hasOwn(INNOCENT, from) && !from.includes('ring'))).toEqual([]);
  });

  it('are all tried here', () => {
    const names = config.forbidden.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => !PLANTED.some(([rule]) => rule === name))).toEqual([]);
  });

  it('each say what to do instead', () => {
    for (const rule of config.forbidden) expect(rule.comment, rule.name).toMatch(/.{20,}/);
  });
});
