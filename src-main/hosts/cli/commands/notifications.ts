import type { DoNotDisturb, NotificationInfo, SessionInfo } from '#shared/contract/index.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { notificationsView, quietView } from '../output/notification-views.ts';
import { oneLine } from '../output/table.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { lookOf } from './look.ts';

/** What the commands about notifications do besides calling their procedure. */
export const NOTIFICATION_COMMANDS: Readonly<Record<string, Behaviour>> = {
  'notification list': { view: (value, context) => notificationsView(value as NotificationInfo[], lookOf(context)) },
  'notification dismiss': {
    view: (value, { texts }) => texts.t('cli.notification.dismissed', { count: (value as { dismissed: number }).dismissed }),
  },
  'notification act': { run: act },
  'notification quiet': { view: (value, context) => quietView(value as DoNotDisturb, context) },
};

async function act({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as { session: SessionInfo; window: string | null };
  const { action } = input as { action: string };
  const { t } = context.texts;
  const name = oneLine(value.session.name);
  if (action === 'restart') return { kind: 'result', value, text: t('cli.notification.restarted', { name }) };
  if (value.window !== null) return { kind: 'result', value, text: t('cli.session.switched', { name }) };
  return { kind: 'result', value, text: t('cli.session.no-window', { name, id: value.session.id }), exit: EXIT.failed };
}
