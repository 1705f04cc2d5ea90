import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Diagnostics, diagnosticsFileName, diagnosticsText } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { collectDiagnostics, LOG_LINES_IN_BUNDLE, machineVersions } from '../../../engine/diagnostics/index.ts';
import { logsFolder, readLogs, wantedLines } from '../../../engine/logs/index.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { say } from '../io.ts';
import { pairs } from '../output/table.ts';
import type { RawValue } from '../program/read-input.ts';
import { describeSettings } from './config.ts';
import type { ExtraCommand } from './extra-command.ts';
import { localChecks } from './local-checks.ts';

/** What somebody who helps needs to know: shown first, and saved only when the person says so. */
export const DIAGNOSTICS: ExtraCommand = {
  command: 'diagnostics',
  summary: 'Collect versions, settings, the doctor’s findings and the last log lines, without secrets; saves them when you say so',
  arguments: [],
  options: [
    { flags: '--show', description: 'print all of it' },
    { flags: '--yes', description: 'save it without asking' },
    { flags: '--out <file>', description: 'file that it is saved as; one that exists is not overwritten' },
  ],
  run: (_words, options, context) => diagnostics(options, context),
};

async function diagnostics(options: Readonly<Record<string, RawValue>>, context: CommandContext): Promise<Outcome> {
  const { io, json, texts, style } = context;
  const bundle = await collect(context);
  const content = diagnosticsText(bundle);
  const path = resolve(io.cwd, typeof options.out === 'string' ? options.out : diagnosticsFileName(bundle));
  const rows = bundle.parts.map(({ name, text }) => {
    const size = texts.t('cli.diagnostics.size', { lines: text.split('\n').length, kb: (Buffer.byteLength(text) / 1000).toFixed(1) });
    return [style.paint('bold', name), `${texts.t(`cli.diagnostics.${name}`)}  ${style.paint('dim', size)}`] as const;
  });
  const list = `${pairs(rows)}${options.show === true ? `\n\n${content.trimEnd()}` : ''}`;
  const asks = options.yes !== true && !json && io.stdin.isTTY === true && io.stdout.isTTY === true;
  if (asks) await say(io.stdout, `${list}\n\n`);
  const saves = options.yes === true || (asks && (await ask(path, content, context)));
  if (saves) await save(path, content);
  const end = saves ? texts.t('cli.diagnostics.saved', { path }) : texts.t('cli.diagnostics.not-saved');
  return { kind: 'result', value: { ...bundle, saved: saves ? path : null }, text: asks ? end : `${list}\n\n${end}` };
}

/** By the engine, which knows of secrets what to look for; where none runs, from what can be seen from here. */
async function collect(context: CommandContext): Promise<Diagnostics> {
  const { dataFolder, installation, io } = context;
  try {
    const { call } = await context.engine({ start: false });
    return (await call(['system', 'diagnostics'], {})) as Diagnostics;
  } catch (error) {
    if (!(error instanceof KimiError && error.code === 'ENGINE_UNREACHABLE')) throw error;
  }
  const wanted = wantedLines({}, io.now());
  return collectDiagnostics(
    {
      versions: async () => ({ ...machineVersions(installation.version), dataFolder, engine: 'none runs' }),
      settings: async () => (await describeSettings(context)).entries,
      doctor: async () => (await localChecks(context)).checks,
      logs: async () => (await readLogs(logsFolder(dataFolder), { wanted, limit: LOG_LINES_IN_BUNDLE })).lines,
    },
    { redactor: createRedactor(), home: io.env.HOME ?? io.env.USERPROFILE ?? homedir(), now: io.now() },
  );
}

/** Whether to save it; shows all of it to who wants to see it before they say so. */
async function ask(path: string, content: string, { io, texts }: CommandContext): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, output: io.stdout });
  try {
    for (;;) {
      const answer = (await lines.question(`${texts.t('cli.diagnostics.ask', { path })} `)).trim();
      if (!/^(s|show|看)$/i.test(answer)) return /^(y|yes|是)$/i.test(answer);
      await say(io.stdout, `\n${content.trimEnd()}\n\n`);
    }
  } finally {
    lines.close();
  }
}

async function save(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    // Of a file that is to be made, “it does not exist” says nothing.
    const reason = code === 'ENOENT' ? 'its folder is not there' : code;
    throw new KimiError('INVALID_INPUT', { field: '--out', value: path, reason }, { cause: error });
  }
}
