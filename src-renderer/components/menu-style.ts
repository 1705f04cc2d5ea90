/** Looks that every menu of the window shares. Menus are drawn in the landmark they belong to, not in a portal outside of all. */
export const MENU_CONTENT = 'appear z-20 min-w-48 rounded border border-line bg-raised p-1 text-ink shadow-raised';
export const MENU_ITEM =
  'flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:text-ink-3 data-[disabled]:opacity-60';
export const MENU_SEPARATOR = 'my-1 h-px bg-line';
