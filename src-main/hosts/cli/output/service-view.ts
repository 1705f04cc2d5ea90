import { listText } from '#shared/messages/list.ts';
import type { ServiceStatus } from '../../../engine/service/index.ts';
import { age } from './age.ts';
import { oneLine, pairs } from './table.ts';
import type { Look } from './views.ts';

/** What the service manager says about the engine's service. */
export function serviceView(status: ServiceStatus, { texts, style, now }: Look): string {
  const { t } = texts;
  const { state, pid, since, linger } = status;
  const said = listText(
    [
      t(`cli.service.state.${state}`),
      ...(pid === null ? [] : [t('cli.service.process', { pid })]),
      ...(since === null ? [] : [t('cli.service.for', { age: age(since, now, texts) })]),
      ...(status.standsBy ? [t('cli.service.stands-by')] : []),
    ],
    texts.language,
  );
  return pairs([
    [t('cli.service.name'), `${style.paint('bold', status.name)} (${status.system})`],
    [t('cli.status.data'), oneLine(status.dataFolder)],
    [t('cli.service.file'), `${oneLine(status.file)}, ${t(status.current ? 'cli.service.current' : 'cli.service.outdated')}`],
    [t('cli.service.state'), style.paint(state === 'failed' ? 'red' : state === 'running' ? 'green' : 'dim', said)],
    ...(linger === null ? [] : [[t('cli.service.linger'), t(linger ? 'cli.service.linger.yes' : 'cli.service.linger.no')] as const]),
  ]);
}
