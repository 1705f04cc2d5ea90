import type { SettingLeaf } from '#shared/contract/setting-names.ts';

/** What values of a number's setting are multiples of. Pure. */
export function stepOf({ type, multipleOf }: SettingLeaf): number {
  return multipleOf ?? (type === 'integer' ? 1 : 0);
}

/** Binary fractions have no tenths: 1.15 is no exact multiple of 0.05. */
const NEARLY = 1e-9;

/** Why a text is no value of a number's setting, as the schema would have it; null when it is one. Pure. */
export function numberProblem(text: string, leaf: SettingLeaf): 'range' | 'step' | null {
  const { minimum: least = Number.NEGATIVE_INFINITY, maximum: most = Number.POSITIVE_INFINITY } = leaf;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < least || number > most) return 'range';
  const step = stepOf(leaf);
  const steps = step === 0 ? 0 : number / step;
  return Math.abs(steps - Math.round(steps)) > NEARLY ? 'step' : null;
}
