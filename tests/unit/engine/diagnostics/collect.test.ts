import { expect, it } from 'vitest';
import { collectDiagnostics, type DiagnosticSources } from '#main/engine/diagnostics/index.ts';
import { type Diagnostics, diagnosticsFileName, diagnosticsText } from '#shared/contract/index.ts';
import { createRedactor } from '#shared/redaction/index.ts';

const AT = Date.UTC(2026, 10, 28, 12, 30);
const KNOWN = 'correct horse battery';
const TOKEN = `ghp_${'0123456789abcdefghij'.repeat(2)}`;
const HOME = String.raw`C:\Users\Ada Lovelace`;

const sources = (over: Partial<DiagnosticSources> = {}): DiagnosticSources => ({
  versions: async () => ({ version: '1.2.3', dataFolder: `${HOME}\\.kimi-shell`, env: { OPENAI_API_KEY: 'short' } }),
  settings: async () => [
    { key: 'theme', value: 'dark', source: 'file' },
    { key: 'model.token', value: 'abc', source: 'file' },
  ],
  doctor: async () => [{ id: 'kimi', ok: 'warning', message: 'cli.doctor.engine.none', values: { dataFolder: `/srv/${TOKEN}` } }],
  logs: async () => [
    {
      id: '1:0',
      at: AT,
      level: 'error',
      process: 'holder',
      call: 'cal_abcd',
      message: `it said ${KNOWN}`,
      fields: { password: 'x', path: HOME, n: 1 },
    },
  ],
  ...over,
});

async function collect(over: Partial<DiagnosticSources> = {}): Promise<Diagnostics> {
  const redactor = createRedactor();
  redactor.know(KNOWN);
  return collectDiagnostics(sources(over), { redactor, home: HOME, now: AT });
}

const part = ({ parts }: Diagnostics, name: string) => parts.find((one) => one.name === name)?.text ?? '';

it('has versions, settings with their sources, findings in words and the last lines', async () => {
  const bundle = await collect();
  expect(JSON.parse(part(bundle, 'versions'))).toMatchObject({ version: '1.2.3' });
  expect(JSON.parse(part(bundle, 'settings'))).toMatchObject({ theme: { value: 'dark', source: 'file' } });
  expect(part(bundle, 'doctor')).toMatch(/^warning: \w+/);
  expect(JSON.parse(part(bundle, 'logs'))).toEqual({
    at: '2026-11-28T12:30:00.000Z',
    level: 'error',
    process: 'holder',
    call: 'cal_abcd',
    message: 'it said [secret]',
    password: '[secret]',
    path: '~',
    n: 1,
  });
});

it('has no secret that is known, looks like one or is named like one, and not the name of the home folder', async () => {
  const text = diagnosticsText(await collect());
  for (const hidden of [KNOWN, TOKEN, 'short', '"abc"', 'Ada', 'Lovelace']) expect(text).not.toContain(hidden);
  expect(text).toContain('[secret]');
});

it('says of a part that cannot be had why, and has the others all the same', async () => {
  const bundle = await collect({ doctor: () => Promise.reject(new Error(`no disk ${TOKEN}`)) });
  expect(part(bundle, 'doctor')).toBe('could not be collected: Error: no disk [secret]');
  expect(part(bundle, 'versions')).toContain('1.2.3');
});

it('is a file whose name every system takes', async () => {
  expect(diagnosticsFileName(await collect())).toBe('kimi-shell-diagnostics-2026-11-28T12-30-00-000Z.txt');
});
