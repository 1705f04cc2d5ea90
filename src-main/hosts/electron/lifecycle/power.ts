import type { PowerMonitor } from 'electron';
import type { PowerEvent } from '#shared/contract/index.ts';
import type { Logger } from '../../../engine/types.ts';
import type { DesktopClient } from '../desktop-client.ts';

export interface PowerOptions {
  readonly monitor: PowerMonitor;
  readonly client: { readonly system: Pick<DesktopClient['system'], 'power'> };
  readonly logger: Logger;
}

/** Tells the engine of the machine's sleep and of its locked screen, one after the other. */
export function followPower({ monitor, client, logger }: PowerOptions): void {
  let told: Promise<unknown> = Promise.resolve();
  const tell = (event: PowerEvent) => () => {
    told = told
      .then(() => client.system.power({ event }))
      .catch((error: unknown) => logger.warn('the engine could not be told of the machine', { event, reason: String(error) }));
  };
  monitor.on('suspend', tell('suspend'));
  monitor.on('resume', tell('resume'));
  monitor.on('lock-screen', tell('lock'));
  monitor.on('unlock-screen', tell('unlock'));
}
