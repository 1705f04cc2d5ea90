import { KimiError } from '#shared/errors/kimi-error.ts';
import { HOST_USAGE, parseHostArguments } from './arguments.ts';
import { runHost } from './host.ts';
import { findInstallation } from './installation.ts';
import { personTerminal } from './terminal.ts';

const terminal = personTerminal(process.env);

try {
  const given = parseHostArguments(process.argv.slice(2), process.env);
  if (given === 'help') terminal.say(HOST_USAGE);
  // The bundle's own folder: everything else of the installation is found from it.
  else await runHost({ given, installation: findInstallation(import.meta.dirname), terminal });
} catch (thrown) {
  const error = KimiError.from(thrown);
  terminal.explain(error);
  if (error.code === 'INTERNAL' && thrown instanceof Error) terminal.complain(thrown.stack ?? thrown.message);
  process.exit(error.code === 'INVALID_INPUT' ? 2 : 1);
}
