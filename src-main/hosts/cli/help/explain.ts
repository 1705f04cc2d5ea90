import type { Command } from 'commander';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { lookOf } from '../commands/look.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { findCommand, type HelpChosen, helpOf } from '../program/build-program.ts';
import { troubleshootView } from './troubleshoot-view.ts';

/** `kimi-shell help …`: all of it out of the code itself, without an engine. @throws KimiError INVALID_INPUT for what there is not */
export async function explain(chosen: HelpChosen, program: Command, context: CommandContext): Promise<Outcome> {
  switch (chosen.kind) {
    case 'help':
      return says(helpOf(commandOf(program, chosen.words), context.io.stdout.columns));
    case 'troubleshoot':
      return says(troubleshootView(chosen.code, lookOf(context)));
    case 'examples': {
      commandOf(program, chosen.words);
      const { examplesView } = await import('./examples-view.ts');
      return says(examplesView(chosen.words, lookOf(context)));
    }
    case 'api': {
      if (context.json) {
        const { openApiDocument } = await import('./openapi.ts');
        return { kind: 'result', value: await openApiDocument(context.installation.version), text: '' };
      }
      const { apiView } = await import('./api-view.ts');
      return says(apiView(chosen.procedure, lookOf(context)));
    }
  }
}

function says(text: string): Outcome {
  return { kind: 'result', value: text, text };
}

function commandOf(program: Command, words: readonly string[]): Command {
  const command = findCommand(program, words);
  if (command === null) throw new KimiError('INVALID_INPUT', { field: words.join(' '), reason: 'there is no such command' });
  return command;
}
