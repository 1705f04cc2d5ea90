import { type Said, wordsOf } from './messages/fill.ts';
import type { Reader } from './messages/reader.ts';
import { textsFrom } from './messages/texts.ts';
import type { SettingsProblemGroup } from './settings-problems.ts';

/** Problems of the settings about which the same is to be done, where there is room for a line each. */
export interface ProblemLines {
  readonly group: SettingsProblemGroup;
  /** What holds meanwhile and what to do about them. */
  readonly about: string;
  readonly lines: readonly string[];
}

/** What is wrong with the settings, in the reader's language and the order of the groups. */
export function problemLines(
  groups: Iterable<readonly [SettingsProblemGroup, readonly Said[]]>,
  { language, catalogue }: Reader,
): readonly ProblemLines[] {
  const { t } = textsFrom(language, catalogue);
  return Array.from(groups, ([group, said]) => ({
    group,
    about: t(`doctor.settings.about.${group}`),
    lines: said.map((one) => wordsOf(one.code, one, { language, catalogue })),
  }));
}
