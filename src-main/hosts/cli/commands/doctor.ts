import { createInterface } from 'node:readline/promises';
import type { z } from 'zod';
import type { DoctorCheck, SessionInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { say } from '../io.ts';
import { oneLine } from '../output/table.ts';
import { doctorView } from '../output/views.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { localChecks, repairHere } from './local-checks.ts';
import { lookOf } from './look.ts';

type Check = z.infer<typeof DoctorCheck>;

/** What is found, and, when that is asked for, what of it can be repaired. */
export const DOCTOR: Behaviour = {
  options: [
    { flags: '--repair [finding]', description: 'do what findings offer, or one of them by its name; says first what that is' },
    { flags: '--yes', description: 'repair without asking' },
  ],
  run: doctor,
};

async function doctor(call: Call, context: CommandContext): Promise<Outcome> {
  const { repair, yes } = call.extra;
  if (yes === true && repair === undefined) throw new KimiError('INVALID_INPUT', { field: '--yes', reason: '--yes goes with --repair' });
  const found = await examine(call, context);
  if (repair === undefined) return outcomeOf(found.checks, doctorView(found.checks, lookOf(context)));
  return repaired(found, { only: typeof repair === 'string' ? repair : null, asks: yes !== true }, context);
}

interface Found {
  readonly running: boolean;
  readonly checks: readonly Check[];
}

/** What can be seen from here, then what the engine sees, if one runs: a doctor must work where nothing else does. */
async function examine({ spec, input }: Call, context: CommandContext): Promise<Found> {
  const { running, checks: local } = await localChecks(context);
  if (!running) return { running, checks: local };
  const { call } = await context.engine({ start: false });
  const { checks } = (await call(spec.procedure, input)) as { readonly checks: readonly Check[] };
  return { running, checks: [...local, ...checks] };
}

function outcomeOf(checks: readonly Check[], text: string, more: Readonly<Record<string, unknown>> = {}): Outcome {
  const failed = checks.some((check) => check.ok === 'failed');
  return { kind: 'result', value: { checks, ...more }, text, exit: failed ? EXIT.failed : EXIT.done };
}

/** Says of each repair what it will do, and does it when the person says yes, one after the other. */
async function repaired(
  { running, checks }: Found,
  { only, asks }: { readonly only: string | null; readonly asks: boolean },
  context: CommandContext,
): Promise<Outcome> {
  const { io, json, texts } = context;
  if (only !== null && !checks.some(({ id }) => id === only)) throw new KimiError('NOT_FOUND', { ref: only });
  const offered = checks.filter(({ id, remedy }) => remedy !== undefined && (only === null || id === only));
  if (offered.length === 0) return outcomeOf(checks, texts.t('cli.doctor.repair.none'), { repaired: [] });
  if (asks && (json || io.stdin.isTTY !== true || io.stdout.isTTY !== true)) {
    throw new KimiError('INVALID_INPUT', { field: '--repair', reason: 'without a terminal to ask in, --yes is needed' });
  }
  const now = new Map(checks.map((check) => [check.id, check]));
  const done: string[] = [];
  for (const check of offered) {
    if (!json) await say(io.stdout, `${doctorView([check], lookOf(context))}\n`);
    if (asks && !(await agreed(context))) continue;
    now.set(check.id, await repair(check, running, context));
    done.push(check.id);
  }
  const after = [...now.values()];
  const mended = after.filter(({ id }) => done.includes(id));
  const text = mended.length === 0 ? '' : `${texts.t('cli.doctor.repair.done')}\n${doctorView(mended, lookOf(context))}`;
  return outcomeOf(after, text, { repaired: done });
}

async function agreed({ io, texts }: CommandContext): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, output: io.stdout });
  try {
    return /^(y|yes|是)$/i.test((await lines.question(`${texts.t('cli.doctor.repair.ask')} `)).trim());
  } finally {
    lines.close();
  }
}

/** Does it, and answers with what is found then. */
async function repair(check: Check, running: boolean, context: CommandContext): Promise<Check> {
  if (check.missing === 'kimi') {
    const { call } = await context.engine();
    const { id, name } = (await call(['agent', 'install'], {})) as SessionInfo;
    if (!context.json) await say(context.io.stdout, `${context.texts.t('cli.agent.installing', { name: oneLine(name), id })}\n`);
    return check;
  }
  if (!running) return repairHere(check.id, context);
  const { call } = await context.engine({ start: false });
  return ((await call(['system', 'repair'], { finding: check.id })) as { readonly check: Check }).check;
}
