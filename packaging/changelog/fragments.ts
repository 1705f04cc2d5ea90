/** What a change is for whoever uses the app, in the order in which a release tells them (https://keepachangelog.com). */
export const CHANGE_KINDS = ['added', 'changed', 'fixed', 'removed', 'security'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One change, as a file of changes/ tells it. */
export interface Fragment {
  /** Name of its file, without `.md`. */
  readonly name: string;
  readonly kind: ChangeKind;
  /** Markdown, one paragraph; lines as they are written. */
  readonly text: string;
}

const FORM = new RegExp(`^(${CHANGE_KINDS.join('|')}): (\\S[\\s\\S]*)$`);
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Longer than this and it is more than one change, or a manual; characters. */
const MOST_CHARACTERS = 600;
/** Words of a text that make a file's name. */
const NAME_WORDS = 6;
/** Words that tell no two changes apart. */
const SMALL = new Set(
  'a an and are as at by for from has in is it its of on or s such that the to too was when which with you your'.split(' '),
);
const UNRELEASED = '## Unreleased\n';

/** A fragment as its file has it. @throws Error that says what is wrong with it, and what is right */
export function readFragment(name: string, content: string): Fragment {
  const wrong = (what: string) => new Error(`changes/${name}.md ${what}`);
  if (!NAME.test(name)) throw wrong('has a name of other things than small letters, digits and single dashes');
  const [, kind, text = ''] = FORM.exec(content.replaceAll('\r\n', '\n').trim()) ?? [];
  if (kind === undefined) throw wrong(`does not begin with one of ${CHANGE_KINDS.join(', ')}, a colon and a space`);
  if (/\n\s*\n|^\s*[-*#] /m.test(text)) throw wrong('is more than one paragraph: make a file of each change');
  if (!/[.!?)。]$/.test(text)) throw wrong('does not end as a sentence does');
  if (text.length > MOST_CHARACTERS) throw wrong(`is longer than ${MOST_CHARACTERS} characters: the rest belongs into docs/`);
  return { name, kind: kind as ChangeKind, text: text.replaceAll(/\n\s+/g, '\n') };
}

/** What a fragment's file has in it. */
export function writeFragment({ kind, text }: Fragment): string {
  return `${kind}: ${text}\n`;
}

/** The changes of a release, by kind. Markdown. */
export function releaseNotes(fragments: readonly Fragment[]): string {
  const parts = CHANGE_KINDS.flatMap((kind) => {
    const lines = fragments.filter((one) => one.kind === kind).map(({ text }) => `- ${text.replaceAll('\n', '\n  ')}`);
    return lines.length === 0 ? [] : [`### ${kind.charAt(0).toUpperCase()}${kind.slice(1)}\n\n${lines.join('\n')}`];
  });
  return parts.join('\n\n');
}

/** CHANGELOG.md with a release below what is not released. @throws Error when it has that version, or has lost its part of what is not released */
export function withRelease(changelog: string, version: string, date: string, fragments: readonly Fragment[]): string {
  if (fragments.length === 0) throw new Error('changes/ is empty: there is nothing to release');
  if (new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm').test(changelog)) throw new Error(`CHANGELOG.md has ${version} already`);
  const { before, unreleased, after } = parts(changelog);
  return `${before}${unreleased.trimEnd()}\n\n## ${version} (${date})\n\n${releaseNotes(fragments)}\n${after === '' ? '' : `\n${after}`}`;
}

/** Lines about changes that stand in CHANGELOG.md itself, where none is to stand before a release. */
export function strayLines(changelog: string): readonly string[] {
  return [...`${parts(changelog).unreleased}\n- `.matchAll(/^- ([\s\S]*?)\s*(?=\n- )/gm)].map(([, text = '']) =>
    text.replaceAll(/\n\s+/g, '\n'),
  );
}

/**
 * Makes fragments of such lines, and the changelog without them. A line that is a fragment already (a merge brought it back) only goes.
 * What says that something is no longer so is taken for a repair, everything else for something new: read them over.
 */
export function fragmentsOf(
  changelog: string,
  there: readonly Fragment[],
): { readonly fragments: readonly Fragment[]; readonly changelog: string } {
  const names = new Set(there.map(({ name }) => name));
  const known = new Set(there.map(({ text }) => oneLine(text)));
  const fragments = strayLines(changelog).flatMap((text): readonly Fragment[] => {
    if (known.has(oneLine(text))) return [];
    known.add(oneLine(text));
    const name = freeName(text, names);
    names.add(name);
    return [{ name, kind: /\bno longer\b|\binstead of\b/.test(text) ? 'fixed' : 'added', text }];
  });
  const { before, unreleased, after } = parts(changelog);
  const said = unreleased.replace(/^- [\s\S]*/m, '').trimEnd();
  return { fragments, changelog: `${before}${said}\n${after === '' ? '' : `\n${after}`}` };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function freeName(text: string, taken: ReadonlySet<string>): string {
  const words = (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !SMALL.has(word));
  const name = words.slice(0, NAME_WORDS).join('-') || 'change';
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`;
  return free;
}

function parts(changelog: string): { readonly before: string; readonly unreleased: string; readonly after: string } {
  const start = changelog.indexOf(UNRELEASED);
  if (start === -1) throw new Error(`CHANGELOG.md has lost its line ${UNRELEASED.trim()}`);
  const end = changelog.indexOf('\n## ', start + UNRELEASED.length);
  const stop = end === -1 ? changelog.length : end + 1;
  return { before: changelog.slice(0, start), unreleased: changelog.slice(start, stop), after: changelog.slice(stop) };
}
