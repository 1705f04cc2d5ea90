import type { SystemStatus } from '#shared/contract/index.ts';
import { age } from './age.ts';
import { alignedPairs } from './pairs.ts';
import type { Texts } from './texts.ts';

/** What runs. `cells` is how wide a text is on a terminal. */
export function statusText(status: SystemStatus, texts: Texts, now: number, cells: (text: string) => number): string {
  const { t } = texts;
  const { engine } = status;
  return alignedPairs(
    [
      [t('cli.status.version'), `${status.version} (${status.build})${status.demo ? `, ${t('cli.status.demo')}` : ''}`],
      [
        t('cli.status.engine'),
        t('cli.status.process', {
          pid: engine.pid,
          age: age(engine.startedAt, now, texts),
          kind: t(`cli.status.kind.${engine.kind}`),
        }),
      ],
      [t('cli.status.page'), engine.url ?? t('cli.status.no-page')],
      [t('cli.status.data'), status.dataFolder],
      [t('cli.status.sessions'), String(status.sessions)],
      [t('cli.status.jobs'), String(status.jobs)],
      ...status.holders.map(
        (holder) => [t('cli.status.holder'), t('cli.status.children', { pid: holder.pid, count: holder.children })] as const,
      ),
    ],
    cells,
  );
}
