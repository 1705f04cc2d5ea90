import type { Language } from '#shared/messages/index.ts';

/** How a picture is taken. */
export interface View {
  readonly theme: 'light' | 'dark';
  readonly language: Language;
  readonly width: number;
  readonly height: number;
}

export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 960, height: 600 },
] as const;
/** How a window is opened; the others are what it is changed to. */
export const FIRST = { theme: 'dark', width: 1280, height: 800 } as const;
export const THEMES = ['light', 'dark'] as const;

/** What a view is called in file names. */
export const nameOf = ({ theme, language, width, height }: View) => `${width}x${height}-${language}-${theme}`;
