import { createStore } from 'zustand/vanilla';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import type { TextKey } from '../i18n/text-key.ts';
import type { Place } from './layout-store.ts';

/** A button of a notice. */
export interface NoticeAction {
  readonly label: TextKey;
  readonly run: () => void;
}

/** What an error is the answer to, so that it goes when that is over. */
export interface NoticeAbout {
  /** Where the person asked for it; an error without a place was asked for by nobody, and goes with no place. */
  readonly place?: Place;
  /** What was tried. Once the same succeeds the error is no longer true. */
  readonly task?: string;
}

export type Notice =
  | {
      readonly id: number;
      readonly kind: 'info';
      readonly key: TextKey;
      readonly values: Readonly<Record<string, string | number>>;
      readonly action?: NoticeAction;
    }
  /** Something failed that was asked for outside of a dialog. */
  | { readonly id: number; readonly kind: 'error'; readonly error: KimiError; readonly about: NoticeAbout };

export interface NoticesState {
  readonly notices: readonly Notice[];
  info(key: TextKey, values?: Readonly<Record<string, string | number>>, action?: NoticeAction): void;
  error(error: KimiError, about?: NoticeAbout): void;
  /** Takes out errors of what was asked for in other places than this one, which is shown now. */
  wentTo(place: Place): void;
  /** Takes out errors of what has succeeded now. */
  succeeded(task: string): void;
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
    const keep = (stays: (notice: Notice) => boolean) => {
      const notices = get().notices.filter(stays);
      if (notices.length < get().notices.length) set({ notices });
    };
    return {
      notices: [],
      info: (key, values = {}, action) => {
        const same = get().notices.some((n) => n.kind === 'info' && n.key === key && JSON.stringify(n.values) === JSON.stringify(values));
        if (same) return;
        last += 1;
        add({ id: last, kind: 'info', key, values, ...(action === undefined ? {} : { action }) });
      },
      error: (error, about = {}) => {
        const same = (n: Notice) => n.kind === 'error' && n.error.message === error.message;
        if (get().notices.some(same)) {
          // It stands there already, and is of this place from now on.
          set({ notices: get().notices.map((n) => (n.kind === 'error' && same(n) ? { ...n, about } : n)) });
          return;
        }
        last += 1;
        add({ id: last, kind: 'error', error, about });
      },
      wentTo: (place) => keep((n) => n.kind !== 'error' || n.about.place === undefined || n.about.place === place),
      succeeded: (task) => keep((n) => n.kind !== 'error' || n.about.task !== task),
      close: (id) => keep((n) => n.id !== id),
    };
  });
}
