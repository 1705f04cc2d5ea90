/** What Kimi Shell can do without, for a while or for good. For each `without.<part>.*` says what goes on, what does not, and the repair. */
export const PARTS = ['keychain', 'network', 'git', 'kimi', 'disk', 'tray'] as const;
export type Part = (typeof PARTS)[number];

/** Commands that bring a part, where there is one; the texts say what to do elsewhere. */
export const REPAIR_COMMANDS: Readonly<Partial<Record<Part, string>>> = { kimi: 'kimi-shell agent install' };

/**
 * What goes on without a part that is missing, what does not, and the repair, a line each; nothing of one that does no harm. A finding whose
 * repair is another than the part's says that itself.
 */
export function withoutTexts(
  { ok, missing, repair }: { readonly ok: string; readonly missing?: Part; readonly repair?: string },
  t: (key: `doctor.without.${About}` | `without.${Part}.${About}`, values?: { readonly text: string }) => string,
): readonly string[] {
  if (missing === undefined || ok === 'ok') return [];
  const own = repair !== undefined && repair !== REPAIR_COMMANDS[missing];
  return ABOUT.filter((about) => about !== 'repair' || !own).map((about) =>
    t(`doctor.without.${about}`, { text: t(`without.${missing}.${about}`) }),
  );
}

const ABOUT = ['goes-on', 'stops', 'repair'] as const;
type About = (typeof ABOUT)[number];
