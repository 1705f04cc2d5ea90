import type { Settings } from '#shared/contract/index.ts';
import type { DesktopClient } from '../desktop-client.ts';

export interface FollowSettingsOptions {
  readonly client: {
    readonly settings: Pick<DesktopClient['settings'], 'get'>;
    readonly system: Pick<DesktopClient['system'], 'events'>;
  };
  readonly signal: AbortSignal;
  /** Told the settings as they are, and again at each change. */
  readonly apply: (settings: Settings) => void;
}

/** Tells of the settings until the signal is given or the engine ends. @throws KimiError when the engine cannot be asked */
export async function followSettings({ client, signal, apply }: FollowSettingsOptions): Promise<void> {
  // Listening before asking: what changes in between is told twice rather than never.
  const events = await client.system.events({}, { signal });
  apply(await client.settings.get({}));
  for await (const event of events) if (event.type === 'settings.changed') apply(event.settings);
}
