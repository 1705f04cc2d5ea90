import type { i18n } from 'i18next';
import type { EngineEvent, ShownNotification } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { pickLanguage } from '#shared/messages/languages.ts';
import type { TextKey, Translate } from '../i18n/text-key.ts';
import type { PageNotifications } from '../notifications/page-notifications.ts';
import type { EngineClient } from '../rpc/client.ts';

/** What of the window it needs. */
export interface TellerServices {
  readonly texts: Pick<i18n, 'language' | 'getResourceBundle'>;
  readonly text: Translate;
  attempt<T>(run: (client: EngineClient) => Promise<T>): Promise<T | null>;
  openSession(session: SessionId): void;
}

/** Knows what is before the person, and lets the browser tell it while the person wants that; its code is fetched then. */
export class PageTeller {
  private readonly services: TellerServices;
  private readonly shown = new Map<string, ShownNotification>();
  private page: PageNotifications | null = null;
  private wanted = false;

  constructor(services: TellerServices) {
    this.services = services;
  }

  heard(event: EngineEvent): void {
    if (event.type === 'snapshot') {
      this.shown.clear();
      for (const notification of event.notifications ?? []) this.shown.set(notification.id, notification);
    } else if (event.type === 'notification.shown') this.shown.set(event.notification.id, event.notification);
    else if (event.type === 'notification.removed') this.shown.delete(event.id);
    this.page?.heard(event);
  }

  /** The setting is so now; without the browser's leave it means nothing. */
  want(wanted: boolean): void {
    const may = wanted && typeof Notification === 'function' && Notification.permission === 'granted';
    if (may === this.wanted) return;
    this.wanted = may;
    if (may) this.load().catch((error: unknown) => reportError(error));
    else this.dispose();
  }

  /** Asks the browser, which asks the person. True when it may. */
  static async ask(): Promise<boolean> {
    return typeof Notification === 'function' && (await Notification.requestPermission()) === 'granted';
  }

  dispose(): void {
    this.wanted = false;
    this.page?.close();
    this.page = null;
  }

  private async load(): Promise<void> {
    const { PageNotifications: Page } = await import('../notifications/page-notifications.ts');
    if (!this.wanted || this.page !== null) return;
    const { services } = this;
    this.page = new Page({
      shown: this.shown,
      create: (title, options) => new Notification(title, options),
      locks: navigator.locks,
      texts: () => ({
        lookUp: (key, values) => services.text(key as TextKey, values),
        language: pickLanguage([services.texts.language]),
        catalogue: services.texts.getResourceBundle(services.texts.language, 'translation'),
      }),
      openSession: (session) => {
        window.focus();
        services.openSession(session);
      },
      tellShown: (notifications) => void services.attempt((client) => client.notification.shown({ notifications })),
    });
  }
}
