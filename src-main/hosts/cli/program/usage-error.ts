import type { CommanderError } from 'commander';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** What commander found wrong with a command line, as an error of the product. */
export function usageError(error: CommanderError, argv: readonly string[]): KimiError {
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const reason = error.message.replace(/^error: /, '');
  switch (error.code) {
    // A group without a command of it.
    case 'commander.help':
      return new KimiError('INVALID_INPUT', { field: argv.join(' '), reason: 'a command is missing' });
    case 'commander.unknownCommand':
      return new KimiError('INVALID_INPUT', { field: quoted, reason: 'there is no such command' });
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
