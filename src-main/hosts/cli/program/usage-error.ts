import type { CommanderError } from 'commander';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { nearestWord } from '#shared/nearest-word.ts';

/**
 * What commander found wrong with a command line, as an error of the product.
 * @param commands the names of the commands of the group that was named, or of all
 */
export function usageError(error: CommanderError, argv: readonly string[], commands: readonly string[]): KimiError {
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const reason = error.message.replace(/^error: /, '');
  switch (error.code) {
    // A group without a command of it.
    case 'commander.help':
      return new KimiError('INVALID_INPUT', {
        field: ['kimi-shell', ...argv].join(' '),
        reason: 'a command is missing',
        allowed: commands,
      });
    case 'commander.unknownCommand':
      return new KimiError('INVALID_INPUT', { field: quoted, reason: 'there is no such command', ...nearest(quoted, commands) });
    case 'commander.unknownOption':
      return new KimiError('INVALID_INPUT', { field: quoted, reason: 'there is no such option' });
    case 'commander.missingArgument':
      return new KimiError('INVALID_INPUT', { field: `<${quoted}>`, reason: 'it is missing' });
    case 'commander.optionMissingArgument':
      return new KimiError('INVALID_INPUT', { field: quoted, reason: 'its value is missing' });
    case 'commander.excessArguments':
      return new KimiError('INVALID_INPUT', { reason: 'there are more words than the command takes' });
    default:
      return new KimiError('INVALID_INPUT', { field: quoted, reason });
  }
}

function nearest(word: string, known: readonly string[]): { readonly nearest?: string } {
  const near = nearestWord(word, known);
  return near === null ? {} : { nearest: near };
}
