import { createStore } from 'zustand/vanilla';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import type { TextKey } from '../i18n/text-key.ts';

/** A button of a notice. */
export interface NoticeAction {
  readonly label: TextKey;
  readonly run: () => void;
}

export type Notice =
  | {
      readonly id: number;
      readonly kind: 'info';
      readonly key: TextKey;
      readonly values: Readonly<Record<string, string | number>>;
      readonly action?: NoticeAction;
    }
  /** Something failed that was asked for outside of a dialog; stays until it is closed. */
  | { readonly id: number; readonly kind: 'error'; readonly error: KimiError };

export interface NoticesState {
  readonly notices: readonly Notice[];
  info(key: TextKey, values?: Readonly<Record<string, string | number>>, action?: NoticeAction): void;
  error(error: KimiError): void;
  close(id: number): void;
}

export type NoticesStore = ReturnType<typeof createNoticesStore>;

// More than this at once is a wall nobody reads; the oldest goes.
const MOST = 4;

/** What the window has to say outside of any place. The same text twice in a row is said once. */
export function createNoticesStore() {
  let last = 0;
  return createStore<NoticesState>((set, get) => {
    const add = (notice: Notice) => set({ notices: [...get().notices, notice].slice(-MOST) });
    return {
      notices: [],
      info: (key, values = {}, action) => {
        const same = get().notices.some((n) => n.kind === 'info' && n.key === key && JSON.stringify(n.values) === JSON.stringify(values));
        if (same) return;
        last += 1;
        add({ id: last, kind: 'info', key, values, ...(action === undefined ? {} : { action }) });
      },
      error: (error) => {
        if (get().notices.some((n) => n.kind === 'error' && n.error.message === error.message)) return;
        last += 1;
        add({ id: last, kind: 'error', error });
      },
      close: (id) => set({ notices: get().notices.filter((n) => n.id !== id) }),
    };
  });
}
