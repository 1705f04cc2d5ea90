import type { i18n } from 'i18next';
import { ACTIONS } from '#renderer/actions/actions.ts';
import { AppServices } from '#renderer/app/services.ts';
import { EngineConnection } from '#renderer/rpc/engine-connection.ts';
import { pageTransport } from '#renderer/rpc/page-transport.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { Specimen } from './specimen.ts';

/** The window's own services, filled in and never connected: a specimen shows what they say, and nothing changes it. */
export function servicesOf(specimen: Specimen, texts: i18n, settings: Settings): AppServices {
  const services = new AppServices(texts, ACTIONS, new EngineConnection(pageTransport()));
  services.preferences.getState().setSettings(settings);
  services.sessions.getState().apply({ type: 'snapshot', seq: 0, sessions: [...(specimen.sessions ?? [])] });
  specimen.arrange?.(services);
  return services;
}
