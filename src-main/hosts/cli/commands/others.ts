import type { z } from 'zod';
import { type AgentInfo, type AwakeReason, type DoctorCheck, type SessionInfo, SystemStatus } from '#shared/contract/index.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { oneLine } from '../output/table.ts';
import { agentsView, doctorView, statusView } from '../output/views.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { localChecks } from './local-checks.ts';
import { lookOf } from './look.ts';

/** What the commands about engine and agents do besides calling their procedure. */
export const OTHER_COMMANDS: Readonly<Record<string, Behaviour>> = {
  status: { run: status },
  doctor: { run: doctor },
  'agent list': { view: (value, context) => agentsView(value as AgentInfo[], lookOf(context)) },
  'agent install': {
    view: (value, { texts }) => {
      const { name, id } = value as SessionInfo;
      return texts.t('cli.agent.installing', { name: oneLine(name), id });
    },
  },
  awake: { run: awake },
  'page revoke': {
    view: (value, { texts }) => texts.t('cli.page.revoked', { count: (value as { pages: number }).pages }),
  },
};

/** Asking what runs must not make it run. */
async function status({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine({ start: false });
  // Read through its schema: an engine of an earlier version does not say who started it.
  const value = SystemStatus.parse(await call(spec.procedure, input));
  return { kind: 'result', value, text: statusView(value, lookOf(context)) };
}

/** Nor must asking what keeps an engine running. */
async function awake({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine({ start: false });
  const value = (await call(spec.procedure, input)) as { reasons: AwakeReason[] };
  const { t, lookUp } = context.texts;
  const lines = value.reasons.map(({ message, values }) => oneLine(lookUp(message, values)));
  return { kind: 'result', value, text: lines.length === 0 ? t('cli.awake.none') : lines.join('\n') };
}

/** What can be seen from here, then what the engine sees, if one runs: a doctor must work where nothing else does. */
async function doctor({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { running, checks: local } = await localChecks(context);
  const checks: z.infer<typeof DoctorCheck>[] = [...local];
  if (running) {
    const { call } = await context.engine({ start: false });
    checks.push(...((await call(spec.procedure, input)) as { checks: z.infer<typeof DoctorCheck>[] }).checks);
  }
  const failed = checks.some((check) => check.ok === 'failed');
  return { kind: 'result', value: { checks }, text: doctorView(checks, lookOf(context)), exit: failed ? EXIT.failed : EXIT.done };
}
