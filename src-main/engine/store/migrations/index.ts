import { initial } from './0001-initial.ts';
import { pageSecrets } from './0002-page-secrets.ts';
import { stopAsked } from './0003-stop-asked.ts';
import { events } from './0004-events.ts';
import { arrangement } from './0005-arrangement.ts';
import { guarded } from './0006-guarded.ts';
import { notifications } from './0007-notifications.ts';
import type { Migration } from './types.ts';

export type { Migration } from './types.ts';

/** Every step in order. A released step is never changed: the next one is added after it. */
export const MIGRATIONS: readonly Migration[] = [initial, pageSecrets, stopAsked, events, arrangement, guarded, notifications];
