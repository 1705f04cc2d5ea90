import { ACTIONS, actionOf } from '#renderer/actions/actions.ts';
import { keyMap } from '#renderer/actions/key-map.ts';
import { About } from '#renderer/features/settings/about.tsx';
import { DoctorFindings } from '#renderer/features/settings/doctor-findings.tsx';
import { FileProblems } from '#renderer/features/settings/file-problems.tsx';
import { KeyRow } from '#renderer/features/settings/key-row.tsx';
import { ModelKeys } from '#renderer/features/settings/model-keys.tsx';
import { SETTINGS, type Setting } from '#renderer/features/settings/sections.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import SettingsPage from '#renderer/features/settings/settings-page.tsx';
import type { Checked } from '#renderer/features/settings/use-doctor.ts';
import { keyName } from '#shared/action-ids.ts';
import type { SettingsProblem } from '#shared/settings-problems.ts';
import type { Specimen } from '../specimen.ts';
import { STATUS } from './frame.tsx';

const nothing = () => undefined;
const key = { path: '/home/ada/.local/share/kimi-shell/audit/key' };
const FOUND: Checked = {
  checks: [
    { id: 'node', ok: 'ok', message: 'doctor.node.ok', values: { version: '24.1.0' } },
    {
      id: 'keychain',
      ok: 'failed',
      message: 'doctor.keychain.open',
      values: key,
      missing: 'keychain',
      remedy: { message: 'doctor.remedy.keychain', values: key },
    },
    { id: 'disk-space', ok: 'ok', message: 'doctor.disk.ok', values: { free: 78_131 } },
    {
      id: 'kimi',
      ok: 'failed',
      message: 'doctor.kimi.missing',
      values: { looked: ['/usr/local/bin/kimi', '/home/ada/.local/bin/kimi'] },
      missing: 'kimi',
      remedy: { message: 'doctor.remedy.kimi', values: {} },
    },
    {
      id: 'settings',
      ok: 'warning',
      message: 'doctor.settings.problem',
      values: { ignored: [{ code: 'setting.unknown', values: { name: 'terminal.fontsize', nearest: 'terminal.fontSize' } }] },
    },
  ],
  busy: false,
  repairing: null,
  error: null,
};
/** What keeps changes from holding, and what does not. */
const PROBLEMS: readonly (readonly SettingsProblem[])[] = [
  [
    { of: 'file', said: { code: 'setting.not-toml', values: { line: 3, why: 'unexpected end of key' } } },
    { of: 'environment', said: { code: 'setting.variable-renamed', values: { name: 'KIMI_SHELL_FONT', now: 'KIMI_SHELL_TERMINAL_FONT' } } },
  ],
  [
    { of: 'file', said: { code: 'setting.newer', values: { format: 3, known: 2 } } },
    { of: 'file', said: { code: 'setting.unknown', values: { name: 'bogus_name' } } },
    { of: 'file', said: { code: 'setting.unknown', values: { name: 'terminal.fontsize', nearest: 'terminal.fontSize' } } },
    { of: 'file', said: { code: 'setting.ignored', values: { name: 'terminal.fontSize', reason: 'too large', limit: 40 } } },
  ],
];
const NEW = actionOf('session.new');
const secret = (name: string) => ({ name, createdAt: 0, rotatedAt: 0, rotateDays: null, due: false });
const KNOWN = { status: { state: 'ready', store: 'keychain', waiting: 0 }, list: [secret('anthropic'), secret('work')] } as const;

export const SETTINGS_PLACE: readonly Specimen[] = [
  ...SETTINGS.map(
    (setting: Setting): Specimen => ({
      id: `setting-${setting.name.replaceAll('.', '-').toLowerCase()}`,
      width: 640,
      draw: () => <SettingRow setting={setting} />,
    }),
  ),
  { id: 'key-row', width: 640, draw: () => <KeyRow action={NEW} /> },
  { id: 'key-row-none', width: 640, draw: () => <KeyRow action={ACTIONS.find(({ keys }) => keys === undefined) ?? NEW} /> },
  {
    id: 'key-row-own',
    width: 640,
    arrange: ({ preferences, keys }) => {
      const { settings, setSettings } = preferences.getState();
      const own = { [keyName(NEW.id)]: 'Ctrl+Alt+KeyN' };
      setSettings({ ...settings, keys: own });
      keys.setState(keyMap(ACTIONS, false, own), true);
    },
    draw: () => <KeyRow action={NEW} />,
  },
  {
    id: 'model-keys',
    width: 640,
    arrange: ({ preferences }) => {
      const { settings, setSettings } = preferences.getState();
      setSettings({ ...settings, model_keys: { anthropic: 'secret:anthropic', 'my gateway': 'secret:gone' } });
    },
    draw: () => <ModelKeys locked={new Set(['model_keys."my gateway"'])} known={KNOWN} error={null} />,
  },
  {
    id: 'model-keys-none',
    width: 640,
    draw: () => <ModelKeys locked={new Set()} known={{ ...KNOWN, list: [] }} error={null} />,
  },
  ...PROBLEMS.map(
    (problems, index): Specimen => ({ id: `settings-problems-${index + 1}`, width: 640, draw: () => <FileProblems problems={problems} /> }),
  ),
  { id: 'about', width: 640, arrange: ({ link }) => link.getState().setStatus(STATUS), draw: () => <About /> },
  {
    id: 'doctor-repair',
    width: 640,
    arrange: ({ link }) => link.getState().setPhase({ kind: 'open', since: 0 }),
    draw: () => <DoctorFindings checked={FOUND} onCheck={nothing} onRepair={nothing} />,
  },
  { id: 'settings', alone: true, arrange: ({ link }) => link.getState().setStatus(STATUS), draw: () => <SettingsPage /> },
];
