import { type Command, CommanderError } from 'commander';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { BEHAVIOURS } from './commands/index.ts';
import { BrokenOff } from './commands/read-secret.ts';
import type { CommandContext, Outcome } from './context.ts';
import { dataFolderOf } from './engine/data-folder.ts';
import { doorOf } from './engine/door.ts';
import { EngineCalls } from './engine/engine-calls.ts';
import type { CliInstallation } from './engine/installation.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { explain } from './help/explain.ts';
import { type CliIo, say } from './io.ts';
import { chooseLanguage } from './output/choose-language.ts';
import { textsIn } from './output/language.ts';
import { errorForPerson, errorForProgram } from './output/print-error.ts';
import { styleFor } from './output/style.ts';
import { valuesView } from './output/views.ts';
import { buildProgram, type Chosen, findCommand, helpOf } from './program/build-program.ts';
import { commandSpecs } from './program/command-specs.ts';
import { asTyped, type RawValue, readInput } from './program/read-input.ts';
import { usageError } from './program/usage-error.ts';

/**
 * One command, from its words to its exit code. A result goes to stdout and everything else to stderr, so that stdout is a
 * whole answer or empty.
 */
export async function run(argv: readonly string[], io: CliIo, installation: CliInstallation): Promise<ExitCode> {
  const json = asksForJson(argv);
  const dataFolder = dataFolderOf(io.env);
  const texts = textsIn(await chooseLanguage(dataFolder, io.env));
  const opened: EngineCalls[] = [];
  try {
    let chosen: Chosen | null = null;
    const program = buildProgram({
      specs: commandSpecs(),
      behaviours: BEHAVIOURS,
      texts,
      version: installation.version,
      onChosen: (one) => {
        chosen = one;
      },
    });
    const words = parse(program, argv, (one) => helpOf(one, io.stdout.columns));
    if (words !== null) return await print(io, words.text, words.exit);
    const door = doorOf(dataFolder, io.env);
    const context: CommandContext = {
      io,
      texts,
      json,
      style: styleFor(io.stdout, io.env),
      dataFolder,
      door,
      installation,
      async engine({ start = true } = {}) {
        const [open] = opened;
        if (open !== undefined) return open;
        const calls = new EngineCalls(door, { start, installation, env: io.env });
        opened.push(calls);
        try {
          await calls.open();
        } catch (error) {
          // A command that only looked may go on and ask for one to be started.
          opened.splice(opened.indexOf(calls), 1);
          throw error;
        }
        return calls;
      },
    };
    return await finish(await execute(chosen, program, context), context);
  } catch (thrown) {
    if (thrown instanceof BrokenOff) return EXIT.brokenOff;
    const error = KimiError.from(thrown);
    await say(io.stderr, json ? errorForProgram(error) : errorForPerson(error, texts.language, styleFor(io.stderr, io.env)));
    if (error.code === 'INTERNAL' && thrown instanceof Error && io.env.KIMI_SHELL_DEBUG !== undefined)
      await say(io.stderr, `${thrown.stack}\n`);
    return exitCodeOf(error);
  } finally {
    await Promise.all(opened.map((calls) => calls.close()));
  }
}

/** Before the words are understood, because an error in them is told as JSON too. Words after `--` are the agent's. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}

/** What is to be printed at once (help, version), or null when a command was chosen. @throws KimiError INVALID_INPUT */
function parse(
  program: Command,
  argv: readonly string[],
  helpText: (command: Command) => string,
): { readonly text: string; readonly exit: ExitCode } | null {
  let printed = '';
  const commands = [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)];
  for (const command of commands) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      writeErr: () => undefined,
    });
    command.helpInformation = () => helpText(command);
  }
  if (argv.length === 0) return { text: helpText(program), exit: EXIT.done };
  try {
    program.parse([...argv], { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text: printed, exit: EXIT.done };
    throw usageError(error, argv, namesBelow(program, argv));
  }
}

/** Names of the commands of the group that the words lead to, and of all where they lead to none. */
function namesBelow(program: Command, argv: readonly string[]): readonly string[] {
  const [first = ''] = argv;
  const group = findCommand(program, argv) ?? findCommand(program, [first]) ?? program;
  return group.commands.map((command) => command.name());
}

async function execute(chosen: Chosen | null, program: Command, context: CommandContext): Promise<Outcome> {
  if (chosen === null) throw new KimiError('INTERNAL', { reason: 'no command was chosen' });
  switch (chosen.kind) {
    case 'help':
    case 'examples':
    case 'troubleshoot':
    case 'api':
      return explain(chosen, program, context);
    case 'extra':
      return chosen.command.run(chosen.words, chosen.options, context);
    case 'contract':
      return executeContract(chosen, context);
  }
}

async function executeContract(chosen: Extract<Chosen, { kind: 'contract' }>, context: CommandContext): Promise<Outcome> {
  try {
    return await callContract(chosen, context);
  } catch (thrown) {
    throw thrown instanceof KimiError ? asTyped(thrown, chosen.spec) : thrown;
  }
}

async function callContract({ spec, words, options }: Extract<Chosen, { kind: 'contract' }>, context: CommandContext): Promise<Outcome> {
  const behaviour = BEHAVIOURS[spec.command];
  if (behaviour?.raw === true && context.json) {
    throw new KimiError('INVALID_INPUT', { field: '--json', reason: `${spec.command} does not answer with a document` });
  }
  const input = readInput(spec, words, options, (given) => behaviour?.complete?.(given, context) ?? given);
  if (behaviour?.run !== undefined)
    return behaviour.run(
      {
        spec,
        input,
        extra: extrasOf(
          options,
          spec.options.map(({ name }) => name),
        ),
      },
      context,
    );
  const { call } = await context.engine();
  const value = await call(spec.procedure, input);
  return { kind: 'result', value, text: behaviour?.view?.(value, context) ?? valuesView(value) };
}

function extrasOf(options: Readonly<Record<string, RawValue>>, known: readonly string[]): Readonly<Record<string, RawValue>> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !known.includes(name)));
}

async function finish(outcome: Outcome, { io, json }: CommandContext): Promise<ExitCode> {
  if (outcome.kind === 'done') return outcome.exit;
  return print(io, json ? JSON.stringify(outcome.value) : outcome.text, outcome.exit ?? EXIT.done);
}

async function print(io: CliIo, text: string, exit: ExitCode): Promise<ExitCode> {
  await say(io.stdout, text.endsWith('\n') ? text : `${text}\n`);
  return exit;
}
