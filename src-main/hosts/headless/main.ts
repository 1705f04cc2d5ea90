import { KimiError } from '#shared/errors/kimi-error.ts';
import { HOST_USAGE, type HostArguments, parseHostArguments } from './arguments.ts';
import { runHost } from './host.ts';
import { findInstallation } from './installation.ts';
import { codeLine, personTerminal } from './terminal.ts';

/**
 * Runs the host; returns when everything listens. What goes wrong is told to the person and ends the process.
 * @param mainFolder where the bundles lie: everything else of the installation is found from it
 */
export async function main(mainFolder: string): Promise<void> {
  // Before the arguments are understood, because an error in them is told too.
  const terminal = personTerminal(process.env, process.argv.includes('--for'));
  let given: HostArguments | 'help' | null = null;
  try {
    given = parseHostArguments(process.argv.slice(2), process.env);
    if (given === 'help') terminal.say(HOST_USAGE);
    else await runHost({ given, installation: findInstallation(mainFolder), terminal });
  } catch (thrown) {
    const error = KimiError.from(thrown);
    terminal.explain(error);
    // Its standard error is a file in the data folder, which may be what cannot be written to. The command that waits reads the pipe, too.
    if (given !== null && given !== 'help' && given.kind === 'call') terminal.say(codeLine(error));
    if (error.code === 'INTERNAL' && thrown instanceof Error) terminal.complain(thrown.stack ?? thrown.message);
    process.exit(error.code === 'INVALID_INPUT' ? 2 : 1);
  }
}
