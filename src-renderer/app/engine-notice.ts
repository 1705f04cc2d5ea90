import type { TextKey } from '../i18n/text-key.ts';
import type { NoticesStore } from '../state/notices-store.ts';

/** What of the window a notice needs. */
export interface NoticeServices {
  readonly notices: NoticesStore;
  /** Fetches the texts that the first paint did without. */
  laterTexts(): Promise<void>;
  openSettings(place: { readonly section: 'secrets' }): void;
}

/** Notices that ask for the store of secrets to be unlocked. */
const LOCKED: readonly string[] = ['notice.secrets.waiting', 'notice.secrets.still-waiting'];

/**
 * Shows a notice of the engine, which names a key of our catalogue, with a button where the window can do what it asks for.
 * @throws TypeError when its texts could not be fetched; it is shown all the same
 */
export async function showEngineNotice(
  services: NoticeServices,
  key: string,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  const { notices } = services;
  try {
    await services.laterTexts();
  } finally {
    // One with a button stays until it is closed, so it is taken away when it is no longer true.
    if (key === 'notice.secrets.unlocked') notices.getState().over(LOCKED);
    const unlock = { label: 'window.secrets.unlock', run: () => services.openSettings({ section: 'secrets' }) } as const;
    // An unknown key is shown as it is.
    notices.getState().info(key as TextKey, values, LOCKED.includes(key) ? unlock : undefined);
  }
}
