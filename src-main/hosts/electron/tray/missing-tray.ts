import type { NotificationConstructorOptions } from 'electron';
import { z } from 'zod';
import type { Texts } from '#shared/messages/texts.ts';
import type { TraySupport } from '../../../engine/doctor/index.ts';

/** Name under which the data folder remembers what the desktop app has said once. */
const TOLD = 'desktop-told';
const Told = z.object({ noTray: z.boolean().default(false) });

/** What it asks of the engine; the contract's client has it. */
export interface MemoryCalls {
  readonly settings: {
    loadLayout(input: { readonly name: string }): Promise<{ readonly json: string | null }>;
    saveLayout(input: { readonly name: string; readonly json: string }): Promise<unknown>;
  };
}

export interface MissingTrayOptions {
  readonly support: TraySupport;
  readonly calls: MemoryCalls;
  readonly texts: Texts;
  readonly notify: (options: NotificationConstructorOptions) => void;
}

/**
 * Says, once for a data folder, that this desktop shows no tray icon and how the app is reached without it. True when it was
 * said now. @throws KimiError as the calls do
 */
export async function sayMissingTray({ support, calls, texts, notify }: MissingTrayOptions): Promise<boolean> {
  if (support !== 'no') return false;
  const { json } = await calls.settings.loadLayout({ name: TOLD });
  const told = Told.safeParse(json === null ? {} : parsed(json));
  if (told.success && told.data.noTray) return false;
  await calls.settings.saveLayout({ name: TOLD, json: JSON.stringify({ noTray: true }) });
  notify({ title: texts.t('tray.missing.title'), body: texts.t('tray.missing.body') });
  return true;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Somebody else's text: as good as none.
    return null;
  }
}
