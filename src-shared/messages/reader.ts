import type { Language } from './languages.ts';

/** Texts of one language by their keys. */
export type Catalogue = Readonly<Record<string, string>>;

/** Whom a text is written for: the catalogue in their language. */
export interface Reader {
  readonly language: Language;
  readonly catalogue: Catalogue;
}
