import type { BrowserWindow, Dialog } from 'electron';
import type { QuitAnswer, QuitQuestion } from './quit-question.ts';

/** Shows the question in a dialog of the system, over `parent` when there is a window. Closing it is staying. */
export async function askToQuit(
  dialog: Pick<Dialog, 'showMessageBox'>,
  { message, detail, buttons, noMore }: QuitQuestion,
  parent: BrowserWindow | null,
): Promise<{ readonly answer: QuitAnswer; readonly noMore: boolean }> {
  const stays = buttons.findIndex(({ answer }) => answer === 'stay');
  const options = {
    type: 'question' as const,
    message,
    detail,
    buttons: buttons.map(({ text }) => text),
    // What loses nothing is what Enter does.
    defaultId: 0,
    cancelId: stays,
    checkboxLabel: noMore,
    // Windows would make links of the buttons whose words it does not know.
    noLink: true,
  };
  const { response, checkboxChecked } = await (parent === null ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options));
  return { answer: buttons[response]?.answer ?? 'stay', noMore: checkboxChecked };
}
