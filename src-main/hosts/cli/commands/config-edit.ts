import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { readIfThere, readNamedBytes } from '../../../holder/durable-file.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { say } from '../io.ts';
import { oneLine } from '../output/table.ts';
import { calledBy, describeSettings, settingsTextOf } from './config.ts';

/**
 * settings.toml in the person's editor. What is saved is checked as a whole before it becomes the file, so that a mistake never holds; what is refused
 * is kept, and said where.
 * @throws KimiError INVALID_INPUT for what is wrong in it (nothing is changed then) | CONFLICT: the file was changed meanwhile | EDITOR_MISSING |
 * EDITOR_FAILED
 */
export async function configEdit(context: CommandContext): Promise<Outcome> {
  const { io, texts } = context;
  const { text } = await describeSettings(context);
  const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-settings-'));
  const path = join(folder, 'settings.toml');
  let done = false;
  try {
    await writeFile(path, text, { mode: 0o600 });
    await edit(path, context);
    const bytes = await readNamedBytes(path);
    // An editor that takes the file away has saved nothing.
    if (bytes === null || bytes.equals(Buffer.from(text)))
      return { kind: 'result', value: { changed: false }, text: texts.t('cli.config.edit.unchanged') };
    const toml = settingsTextOf(bytes, { field: 'settings.toml' });
    // More often an editor that failed than a wish: every setting and comment would be gone.
    if (toml.trim() === '' && text.trim() !== '')
      throw new KimiError('INVALID_INPUT', { field: 'settings.toml', reason: 'nothing is left of it' });
    const { call } = await context.engine();
    await calledBy('settings.toml', () => call(['settings', 'replace'], { toml, base: text }));
    done = true;
    return { kind: 'result', value: { changed: true }, text: texts.t('cli.config.edit.saved') };
  } finally {
    // Whatever failed, an editor that did after it had saved among it.
    const saved = done ? null : await readIfThere(path);
    const waits = saved !== null && saved !== text;
    if (waits) await say(io.stderr, `${texts.t('cli.config.edit.kept', { path: oneLine(path) })}\n`);
    else await rm(folder, { recursive: true, force: true });
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
