import type { MessageKey } from '#shared/messages/index.ts';

type PluralBase<K> = K extends `${infer Base}_other` ? Base : never;

/** A key the window may ask for: one of the catalogue's, or the base of a plural pair. */
export type TextKey = MessageKey | PluralBase<MessageKey>;

/** Values that are filled into a text. `count` chooses the plural form. */
export type TextValues = Readonly<Record<string, string | number>>;

/** Looks a text up. */
export type Translate = (key: TextKey, values?: TextValues) => string;
