import { app, dialog } from 'electron';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { pickLanguage } from '#shared/messages/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

/** Says what went wrong, in the person's language. */
export function explain(error: KimiError): void {
  const { what, why, todo } = errorText(error, textsIn(pickLanguage([app.getLocale()])));
  dialog.showErrorBox(what, [why, todo].filter((line) => line !== '').join('\n'));
}

/** The app cannot start: says why, in the person's language, and ends. */
export function giveUp(thrown: unknown): void {
  const error = KimiError.from(thrown);
  const { what, why, todo } = errorText(error, textsIn(pickLanguage([app.getLocale()])));
  const details = error.code === 'INTERNAL' && thrown instanceof Error ? (thrown.stack ?? thrown.message) : '';
  process.stderr.write(
    `${[what, why, todo, `${error.code} ${JSON.stringify(error.context)}`, details].filter((line) => line !== '').join('\n')}\n`,
  );
  explain(error);
  app.exit(1);
}
