import type { SecretInfo, SecretStatus } from '#shared/contract/index.ts';
import { withReason } from '#shared/messages/fill.ts';
import type { CommandContext } from '../context.ts';
import { age } from '../output/age.ts';
import { table } from '../output/table.ts';
import type { Behaviour } from './behaviour.ts';

/** What the commands about secrets do besides calling their procedure; those that take a value are in secret-extras.ts. */
export const SECRET_COMMANDS: Readonly<Record<string, Behaviour>> = {
  'secret list': { view: (value, context) => listView(value as readonly SecretInfo[], context) },
  'secret status': { view: (value, context) => statusView(value as SecretStatus, context) },
  'secret delete': { view: (value, { texts }) => texts.t('cli.secret.deleted', { name: (value as { name: string }).name }) },
};

function listView(all: readonly SecretInfo[], { texts, style, io }: CommandContext): string {
  const { t } = texts;
  if (all.length === 0) return t('cli.secret.none');
  const rows = all.map(({ name, rotatedAt, rotateDays, due }) => [
    name,
    age(rotatedAt, io.now(), texts),
    due ? t('cli.secret.due') : rotateDays === null ? '' : t('cli.secret.every', { count: rotateDays }),
  ]);
  return table(
    [
      { title: t('cli.secret.column.name') },
      { title: t('cli.secret.column.age'), align: 'right' },
      { title: t('cli.secret.column.rotate'), paint: (cell, row) => (all[row]?.due === true ? style.paint('yellow', cell) : cell) },
    ],
    rows,
  );
}

/** Where secrets are, and what is to be done when they cannot be had. */
export function statusView(status: SecretStatus, { texts }: CommandContext): string {
  const { t } = texts;
  const where =
    status.state === 'ready'
      ? t(`cli.secret.store.${status.store}`)
      : t(`cli.secret.locked.${status.reason}`, withReason({ why: status.why }, texts));
  return status.waiting === 0 ? where : `${where}\n${t('cli.secret.waiting', { count: status.waiting })}`;
}
