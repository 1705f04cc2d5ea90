import { type AgentInfo, type AwakeReason, type SessionInfo, SystemStatus } from '#shared/contract/index.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { oneLine } from '../output/table.ts';
import { agentsView, statusView } from '../output/views.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { DOCTOR } from './doctor.ts';
import { lookOf } from './look.ts';

/** What the commands about engine and agents do besides calling their procedure. */
export const OTHER_COMMANDS: Readonly<Record<string, Behaviour>> = {
  status: { run: status },
  doctor: DOCTOR,
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
