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

/** What a notice says. */
type Text =
  | {
      readonly kind: 'info';
      readonly key: TextKey;
      readonly values: Readonly<Record<string, string | number>>;
      readonly action?: NoticeAction;
    }
  /** Something failed that was asked for outside of a dialog. */
  | { readonly kind: 'error'; readonly error: KimiError; readonly about: NoticeAbout };

export type Notice = Text & {
  readonly id: number;
  /** How often in a row: each time it stands as long again. */
  readonly times: number;
};

export interface NoticesState {
  readonly notices: readonly Notice[];
  info(key: TextKey, values?: Readonly<Record<string, string | number>>, action?: NoticeAction): void;
  error(error: KimiError, about?: NoticeAbout): void;
  /** Takes out errors of what was asked for in other places than this one, which is shown now. */
  wentTo(place: Place): void;
  /** Takes out errors of what has succeeded now. */
  succeeded(task: string): void;
  /** Takes out what was said with one of these texts and is no longer true. */
  over(keys: readonly string[]): void;
  close(id: number): void;
}

export type NoticesStore = ReturnType<typeof createNoticesStore>;

// More than this at once is a wall nobody reads; the oldest goes.
const MOST = 4;

/** What the window has to say outside of any place. The same text stands there once. */
export function createNoticesStore() {
  let last = 0;
  return createStore<NoticesState>((set, get) => {
    /** In the place of one that says the same, which is news again and stands last; the newest stays the card that somebody may be reading. */
    const add = (notice: Text) => {
      const { notices } = get();
      const says = textOf(notice);
      const newest = notices.at(-1);
      const { id, times } = newest !== undefined && textOf(newest) === says ? newest : { id: ++last, times: 0 };
      set({ notices: [...notices.filter((other) => textOf(other) !== says), { ...notice, id, times: times + 1 }].slice(-MOST) });
    };
    const keep = (stays: (notice: Notice) => boolean) => {
      const notices = get().notices.filter(stays);
      if (notices.length < get().notices.length) set({ notices });
    };
    return {
      notices: [],
      info: (key, values = {}, action) => add({ kind: 'info', key, values, ...(action === undefined ? {} : { action }) }),
      error: (error, about = {}) => add({ kind: 'error', error, about }),
      wentTo: (place) => keep((n) => n.kind !== 'error' || n.about.place === undefined || n.about.place === place),
      over: (keys) => keep((n) => n.kind === 'error' || !keys.includes(n.key)),
      succeeded: (task) => keep((n) => n.kind !== 'error' || n.about.task !== task),
      close: (id) => keep((n) => n.id !== id),
    };
  });
}

function textOf(notice: Text): string {
  return notice.kind === 'error' ? notice.error.message : notice.key + JSON.stringify(notice.values);
}
