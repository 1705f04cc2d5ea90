import { KimiError } from '#shared/errors/kimi-error.ts';
import { HOST_USAGE, parseHostArguments } from './arguments.ts';
import { runHost } from './host.ts';
import { findInstallation } from './installation.ts';
import { personTerminal } from './terminal.ts';

/**
 * Runs the host; returns when everything listens. What goes wrong is told to the person and ends the process.
 * @param mainFolder where the bundles lie: everything else of the installation is found from it
 */
export async function main(mainFolder: string): Promise<void> {
  const terminal = personTerminal(process.env);
  try {
    const given = parseHostArguments(process.argv.slice(2), process.env);
    if (given === 'help') terminal.say(HOST_USAGE);
    else await runHost({ given, installation: findInstallation(mainFolder), terminal });
  } catch (thrown) {
    const error = KimiError.from(thrown);
    terminal.explain(error);
    if (error.code === 'INTERNAL' && thrown instanceof Error) terminal.complain(thrown.stack ?? thrown.message);
    process.exit(error.code === 'INVALID_INPUT' ? 2 : 1);
  }
}
