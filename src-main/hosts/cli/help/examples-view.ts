import type { Look } from '../output/views.ts';
import { usesCommand } from './example.ts';
import { EXAMPLES } from './examples.ts';

/** The examples that use the command, or a command of the group; all of them for no words. What is printed can be run. */
export function examplesView(words: readonly string[], { texts, style }: Look): string {
  const command = words.join(' ');
  const found = EXAMPLES.filter(({ script }) => command === '' || usesCommand(script, command));
  if (found.length === 0) return texts.t('cli.examples.none', { command });
  return found.map(({ title, script }) => `${style.paint('bold', `# ${title[texts.language]}`)}\n${script}`).join('\n\n');
}
