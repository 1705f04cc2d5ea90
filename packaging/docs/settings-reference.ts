import { SETTING_LEAVES, type SettingLeaf, settingVariable } from '#shared/contract/setting-names.ts';
import { catalogues } from '#shared/messages/index.ts';
import { withMarked } from './marked.ts';

/** docs/settings.md with its list of every setting made anew from the schema and the catalogue. @throws Error when the marks are missing */
export function withSettingsReference(document: string): string {
  return withMarked(document, 'settings', reference());
}

function reference(): string {
  return [...SETTING_LEAVES].map(([name, leaf]) => entry(name, leaf)).join('\n');
}

function entry(name: string, leaf: SettingLeaf): string {
  const texts: Readonly<Record<string, string>> = catalogues.en;
  const title = texts[`setting.${name}`] ?? name;
  const about = texts[`setting.${name}.about`];
  const variable = leaf.tight === undefined ? `\`${settingVariable(name)}\`` : `no variable; safe is \`${String(leaf.tight)}\``;
  const facts = [kindOf(leaf), `default \`${JSON.stringify(leaf.default)}\``, variable].join('; ');
  return `- **\`${name}\`** ${title}${about === undefined ? '' : `. ${about.replace(/\.$/, '')}`}. (${facts})`;
}

function kindOf({ enum: choices, type, minimum, maximum, multipleOf }: SettingLeaf): string {
  if (choices !== undefined) return choices.map((choice) => `\`${String(choice)}\``).join(', ');
  if (type !== 'integer' && type !== 'number') return type === 'boolean' ? '`true`, `false`' : 'text';
  const step = multipleOf === undefined || multipleOf === 1 ? '' : ` in steps of ${multipleOf}`;
  return `${type === 'integer' ? 'whole number' : 'number'} from ${minimum} to ${maximum}${step}`;
}
