import { everyCommand, type TreeCommand } from '../../../packaging/commands/tree.ts';

type Catalogue = Readonly<Record<string, string | undefined>>;

/** What people can meet, and the texts that there are about it. */
export interface Surface {
  /** The command line in both languages. */
  readonly english: TreeCommand;
  readonly chinese: TreeCommand;
  /** Settings by name, with their choices. */
  readonly settings: ReadonlyMap<string, { readonly enum?: readonly unknown[] }>;
  readonly errorCodes: readonly string[];
  readonly catalogues: { readonly en: Catalogue; readonly 'zh-CN': Catalogue };
}

const HAN = /\p{Script=Han}/u;
/** What a text is called when the catalogue has none. */
const KEY = /^[a-z]+(?:\.[\w-]+)+$/;
/** What stands for itself in both languages: names, figures, signs. */
const NAME = /^[^\p{Script=Han}]*$/u;

/** Everything that people can meet and that nothing explains, in one of the languages. Pure. */
export function untold(surface: Surface): readonly string[] {
  return [
    ...untoldCommands(surface.english, (text) => text !== '' && !KEY.test(text) && !HAN.test(text), 'en'),
    ...untoldCommands(surface.chinese, (text) => HAN.test(text), 'zh-CN'),
    ...untoldKeys(surface),
  ];
}

function untoldCommands(tree: TreeCommand, told: (text: string) => boolean, language: string): readonly string[] {
  return everyCommand(tree).flatMap(({ words, summary, arguments: given, options }) => {
    const at = ['kimi-shell', ...words].join(' ');
    const texts = [
      [at, summary] as const,
      ...given.map(({ name, description }) => [`${at} <${name}>`, description] as const),
      ...options.map(({ names, description }) => [`${at} ${names.join(', ')}`, description] as const),
    ];
    return texts.flatMap(([what, text]) => (told(text) ? [] : [`${language}: ${what}`]));
  });
}

function untoldKeys({ settings, errorCodes, catalogues: { en, 'zh-CN': chinese } }: Surface): readonly string[] {
  const choices = [...settings].flatMap(([name, leaf]) => (leaf.enum ?? []).map((choice) => `setting.${name}.is.${String(choice)}`));
  const sentences = [
    ...[...settings.keys()].map((name) => `setting.${name}`),
    ...errorCodes.flatMap((code) => ['what', 'todo', 'page'].map((part) => `error.${code}.${part}`)),
  ];
  return [...sentences, ...choices].flatMap((key) => {
    const [english = '', other = ''] = [en[key], chinese[key]];
    const sameName = choices.includes(key) && english === other && NAME.test(english) && english !== '';
    return [...(english === '' ? [`en: ${key}`] : []), ...(HAN.test(other) || sameName ? [] : [`zh-CN: ${key}`])];
  });
}

const EXPORTED =
  /^export (?:default )?(?:abstract )?(?:async )?(?:function\*?|class) (\w+)|^export const (\w+)(?:: [^=]+)? = (?:async )?(?:\([^)]*\)[^=]*=>|\w+ =>|function)/;

/** Exported functions and classes of a source text, as the formatter leaves it, in front of which no doc comment stands. Pure. */
export function undocumented(source: string): readonly string[] {
  const lines = source.split('\n');
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const [, declared, assigned] = EXPORTED.exec(line) ?? [];
    const name = declared ?? assigned;
    // Of overloads the first carries the comment.
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    // A note to the linter may stand between.
    const before = lines.slice(0, index).findLast((one) => !one.startsWith('// ')) ?? '';
    return before.trimEnd().endsWith('*/') ? [] : [name];
  });
}
