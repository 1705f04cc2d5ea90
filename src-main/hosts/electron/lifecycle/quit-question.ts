import type { AwakeReason, SessionInfo } from '#shared/contract/index.ts';
import { catalogues, type Language } from '#shared/messages/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { quitTexts } from './quit-texts.ts';

/** What the person decides: leave an engine behind, end without one, or stay. */
export type QuitAnswer = 'hand-over' | 'end' | 'stay';

/** What is known when the person quits. */
export interface QuitFacts {
  readonly sessions: readonly Pick<SessionInfo, 'name' | 'state' | 'terminals'>[];
  readonly reasons: readonly AwakeReason[];
}

/** The dialog, as the person reads it. */
export interface QuitQuestion {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly { readonly text: string; readonly answer: QuitAnswer }[];
  /** Text of the box that makes this the last time. */
  readonly noMore: string;
}

/** Names that are read one by one; of more, the first so many and how many more. */
const MOST_NAMES = 6;

/**
 * What to ask before quitting: what goes on by itself (the holder's children), what is handed to an engine in the background, and what
 * would stop if that is refused. Null when nothing of it is there. Pure.
 */
export function quitQuestion({ sessions, reasons }: QuitFacts, language: Language): QuitQuestion | null {
  const texts = quitTexts(language);
  const running = sessions.filter(runs);
  if (running.length === 0 && reasons.length === 0) return null;
  const state = (session: (typeof running)[number]) => catalogues[language][`window.state.${session.state}`] ?? session.state;
  const goesOn =
    running.length === 0
      ? []
      : [
          paragraph(
            texts.goesOn,
            running.map((one) => texts.entry(oneLine(one.name), state(one))),
            texts.more,
          ),
        ];
  if (reasons.length === 0) {
    return {
      message: texts.ask,
      detail: [...goesOn, texts.comeBack].join('\n\n'),
      buttons: [
        { text: texts.quit, answer: 'end' },
        { text: texts.stay, answer: 'stay' },
      ],
      noMore: texts.noMore,
    };
  }
  const { lookUp } = textsIn(language);
  const why = reasons.map(({ message, values }) => oneLine(lookUp(message, values)));
  return {
    message: texts.askToHandOver,
    detail: [...goesOn, paragraph(texts.handedOver, why, texts.more), texts.wouldStop].join('\n\n'),
    buttons: [
      { text: texts.handOver, answer: 'hand-over' },
      { text: texts.quitWholly, answer: 'end' },
      { text: texts.stay, answer: 'stay' },
    ],
    noMore: texts.noMoreHandOver,
  };
}

/** Whether a program of the session's lives in a holder. */
function runs({ terminals }: Pick<SessionInfo, 'terminals'>): boolean {
  const [last] = terminals;
  return last !== undefined && last.exit === undefined && last.lostHolder === undefined;
}

function paragraph(title: string, lines: readonly string[], more: (count: number) => string): string {
  const left = lines.length - MOST_NAMES;
  return [title, ...lines.slice(0, MOST_NAMES).map((line) => `•  ${line}`), ...(left > 0 ? [`•  ${more(left)}`] : [])].join('\n');
}

/** Names are the person's, but an agent's text can be among the reasons: no line of a dialog is made by it. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
