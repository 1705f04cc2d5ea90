import type { Language } from './languages.ts';

const MIB_PER_GIB = 1024;

/** An amount of MiB in the unit that people think of it in, as the language writes numbers: `512 MiB`, `76.3 GiB`. */
export function spaceText(mib: number, language: Language): string {
  const [amount, unit] = mib < MIB_PER_GIB ? [mib, 'MiB'] : [mib / MIB_PER_GIB, 'GiB'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}
