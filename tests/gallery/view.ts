import { z } from 'zod';
import { Settings } from '#shared/contract/settings.ts';

/** What the address asks for: `?theme=dark&language=zh-CN&show=dialog-rename`. What it leaves out is the window's default. */
export const View = Settings.pick({ theme: true, contrast: true, density: true, language: true }).extend({
  /** A group of specimens, or one by its id. */
  show: z.string().default('components'),
});
export type View = z.infer<typeof View>;

/** The address of a view, relative to the gallery's. */
export function addressOf(view: Partial<View>): string {
  return `?${new URLSearchParams(view)}`;
}

declare global {
  interface Window {
    /** What `show` may be: groups on one page, and specimens that have one each. */
    gallery: { readonly groups: readonly string[]; readonly alone: readonly string[] };
  }
}
