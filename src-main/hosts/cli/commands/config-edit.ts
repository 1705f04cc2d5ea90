import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { describeSettings, settingsTextOf } from './config.ts';

/**
 * settings.toml in the person's editor. What is saved is checked as a whole before it becomes the file, so that a mistake never holds.
 * @throws KimiError INVALID_INPUT for what is wrong in it (nothing is changed then) | EDITOR_MISSING | EDITOR_FAILED
 */
export async function configEdit(context: CommandContext): Promise<Outcome> {
  const { t } = context.texts;
  const { text } = await describeSettings(context);
  const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-settings-'));
  const path = join(folder, 'settings.toml');
  try {
    await writeFile(path, text, { mode: 0o600 });
    await edit(path, context);
    const toml = settingsTextOf(await readFile(path), { field: 'settings.toml' });
    if (toml === text) return { kind: 'result', value: { changed: false }, text: t('cli.config.edit.unchanged') };
    const { call } = await context.engine();
    await call(['settings', 'replace'], { toml });
    return { kind: 'result', value: { changed: true }, text: t('cli.config.edit.saved') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function edit(path: string, { io }: CommandContext): Promise<void> {
  const windows = process.platform === 'win32';
  const editor = [io.env.VISUAL, io.env.EDITOR].find((one) => one !== undefined && one !== '') ?? (windows ? 'notepad' : 'vi');
  // The variables hold a command with its arguments, which a shell reads, as everywhere.
  const child = windows
    ? spawn(`${editor} "${path}"`, { shell: true, stdio: 'inherit' })
    : spawn('sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new KimiError('EDITOR_FAILED', { program: editor, reason: error.message }, { cause: error })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new KimiError('EDITOR_FAILED', { program: editor, code: code ?? signal }));
    });
  });
}
