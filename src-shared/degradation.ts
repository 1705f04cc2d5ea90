/** What Kimi Shell can do without, for a while or for good. For each `without.<part>.*` says what goes on, what does not, and the repair. */
export const PARTS = ['keychain', 'network', 'git', 'kimi', 'disk', 'tray'] as const;
export type Part = (typeof PARTS)[number];

/** Commands that bring a part, where there is one; the texts say what to do elsewhere. */
export const REPAIR_COMMANDS: Readonly<Partial<Record<Part, string>>> = { kimi: 'kimi-shell agent install' };
