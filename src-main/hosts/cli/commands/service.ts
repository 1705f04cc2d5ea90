import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { REST_OPTIONS } from '../../../holder/rest.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { serviceView } from '../output/service-view.ts';
import { lookOf } from './look.ts';

type ServiceVerb = 'install' | 'uninstall' | 'status';

/** `service …`: the engine of this data folder as a service of this system. Asks no engine and starts none by itself. */
export async function serviceCommand(verb: ServiceVerb, context: CommandContext): Promise<Outcome> {
  const { door, texts } = context;
  if (door.inChild) throw new KimiError('DENIED', { reason: 'services are not for programs inside a session' });
  const service = await thisService(context);
  switch (verb) {
    case 'install': {
      const change = await service.install();
      const value = { change, ...(await service.status()) };
      const hint = value.linger === false ? `\n${texts.t('cli.service.linger-hint')}` : '';
      return { kind: 'result', value, text: `${texts.t(`cli.service.${change}`, { ...value })}${hint}` };
    }
    case 'uninstall': {
      const removed = await service.uninstall();
      const value = { removed, ...(await service.status()) };
      return { kind: 'result', value, text: texts.t(removed ? 'cli.service.removed' : 'cli.service.none', { ...value }) };
    }
    case 'status': {
      const value = await service.status();
      const text = value.installed ? serviceView(value, lookOf(context)) : texts.t('cli.service.none', { ...value });
      return { kind: 'result', value, text, exit: value.installed ? EXIT.done : EXIT.notFound };
    }
  }
}

/**
 * The host itself and not `kimi-shell serve --service`, which starts it with the same words: a command in front of it would be a
 * second process, whose end would leave an engine that the service manager knows nothing of.
 */
async function thisService({ dataFolder, installation, io }: CommandContext) {
  const { hostEntry, nodeBinary } = installation;
  if (hostEntry === null) throw new KimiError('ENGINE_START_FAILED', { reason: 'this is only a part of Kimi Shell, without an engine' });
  // Only here: it brings the engine's packages along, which no other command needs.
  const { openService } = await import('../../../engine/service/index.ts');
  const demo = existsSync(join(dataFolder, 'demo', 'kimi')) ? ['--demo'] : [];
  return openService({
    program: nodeBinary,
    args: [...REST_OPTIONS, hostEntry, '--for', 'service', '--data', dataFolder, ...demo],
    dataFolder,
    env: io.env,
    home: homedir(),
    platform: process.platform,
  });
}
