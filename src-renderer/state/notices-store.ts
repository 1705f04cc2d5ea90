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

/** What the window has to say outside of any place. The same text stands there once. */
export function createNoticesStore() {
  let last = 0;
  return createStore<NoticesState>((set, get) => {
    /** In the place of one that says the same: it is news again, so it stands last and as long as a new one. */
    const add = (notice: Notice, saysSame: (other: Notice) => boolean) => {
      set({ notices: [...get().notices.filter((other) => !saysSame(other)), notice].slice(-MOST) });
    };
    const keep = (stays: (notice: Notice) => boolean) => {
      const notices = get().notices.filter(stays);
      if (notices.length < get().notices.length) set({ notices });
    };
    return {
      notices: [],
      info: (key, values = {}, action) => {
        last += 1;
        add(
          { id: last, kind: 'info', key, values, ...(action === undefined ? {} : { action }) },
          (other) => other.kind === 'info' && other.key === key && JSON.stringify(other.values) === JSON.stringify(values),
        );
      },
      error: (error, about = {}) => {
        last += 1;
        add({ id: last, kind: 'error', error, about }, (other) => other.kind === 'error' && other.error.message === error.message);
      },
      wentTo: (place) => keep((n) => n.kind !== 'error' || n.about.place === undefined || n.about.place === place),
      succeeded: (task) => keep((n) => n.kind !== 'error' || n.about.task !== task),
      close: (id) => keep((n) => n.id !== id),
    };
  });
}
