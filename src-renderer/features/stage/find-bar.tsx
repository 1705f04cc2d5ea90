import { SearchAddon } from '@xterm/addon-search';
import { ArrowDown, ArrowUp, CaseSensitive, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { INPUT } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { themeOf } from '../../state/preferences-store.ts';
import { clearMarks } from '../../terminal/clear-marks.ts';
import { TERMINAL_THEMES } from '../../terminal/palette.ts';
import type { TerminalController } from '../../terminal/terminal-controller.ts';

// The addon marks at most this many; counting on would freeze a full buffer.
const MOST = 1_000;
// xterm.js' own width of the scroll bar, CSS pixels.
const SCROLL_BAR = 14;
const MARKS = {
  light: { match: '#f5d77a', active: '#f29d38' },
  dark: { match: '#5c4a14', active: '#a8650c' },
} as const;

/** Finds text in a terminal: next, previous, count, case, regular expression. */
export default function FindBar({ controller }: { readonly controller: TerminalController }) {
  const t = useText();
  const { preferences, typeAhead } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const addon = useRef<SearchAddon>(null);
  const screen = useStore(controller.store, (state) => state.screen);
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [wholeWord, setWholeWord] = useState(false);
  const [regex, setRegex] = useState(false);
  const [found, setFound] = useState<{ readonly index: number; readonly count: number } | null>(null);
  const theme = useStore(preferences, themeOf);
  const marks = MARKS[theme];
  const problem = regex ? expressionProblem(text) : null;
  const bad = problem !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is another terminal object
  useEffect(() => {
    const search = new SearchAddon({ highlightLimit: MOST });
    const { terminal } = controller;
    terminal.loadAddon(search);
    const results = search.onDidChangeResults(({ resultIndex, resultCount }) => setFound({ index: resultIndex, count: resultCount }));
    addon.current = search;
    let gone = false;
    // What was typed ahead and the caret arrive between two keys; within React's own work the text would come after the next one.
    queueMicrotask(() => {
      if (gone) return;
      const { text: typed } = typeAhead.drain();
      if (typed !== '') flushSync(() => setText(typed));
      input.current?.focus();
      controller.findDrawn();
    });
    return () => {
      gone = true;
      results.dispose();
      clearMarks(terminal, search);
      search.dispose();
      addon.current = null;
    };
  }, [controller, screen, typeAhead]);

  const find = (direction: 'next' | 'previous', incremental: boolean) => {
    const search = addon.current;
    if (search === null) return;
    if (text === '' || bad) {
      clearMarks(controller.terminal, search);
      setFound(null);
      return;
    }
    const options = {
      regex,
      caseSensitive: matchCase,
      wholeWord,
      incremental,
      decorations: {
        matchBackground: marks.match,
        matchOverviewRuler: marks.match,
        activeMatchBackground: marks.active,
        activeMatchColorOverviewRuler: marks.active,
      },
    };
    // Backwards the addon cuts lines where it stands, so that ends of lines are anywhere (addon-search 0.16.0).
    const forwards = direction === 'next' || (regex && /[$^]/.test(text));
    if (forwards) search.findNext(text, options);
    else search.findPrevious(text, options);
  };
  // The addon selects the match that is current, and xterm.js draws a selection over every mark: the selection has its colour then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is another terminal object
  useEffect(() => {
    const { terminal } = controller;
    const colour = (selectionInactiveBackground: string) => {
      terminal.options.theme = { ...terminal.options.theme, selectionInactiveBackground };
    };
    // Without a width of its own xterm.js draws no marks on the scroll bar; this is the width that the bar has anyhow.
    if (terminal.options.overviewRuler?.width === undefined) terminal.options.overviewRuler = { width: SCROLL_BAR };
    colour(marks.active);
    return () => {
      colour(TERMINAL_THEMES[theme].selectionInactiveBackground);
      // Marks keep the colour they were made with.
      if (addon.current !== null) clearMarks(terminal, addon.current);
    };
  }, [controller, screen, theme]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: finding anew is what a changed question or colour means
  useEffect(() => {
    // The addon counts and marks anew only for another text, not for another way to look for it (addon-search 0.16.0).
    if (addon.current !== null) clearMarks(controller.terminal, addon.current);
    find('previous', false);
  }, [text, matchCase, wholeWord, regex, theme]);

  const close = () => {
    controller.closeFind();
    controller.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') find(event.shiftKey ? 'next' : 'previous', false);
    else return;
    event.preventDefault();
  };
  const count =
    found === null || text === ''
      ? ''
      : found.count === 0
        ? t('window.find.none')
        : found.index < 0 || found.count >= MOST
          ? t('window.find.many', { count: found.count })
          : t('window.find.count', { index: found.index + 1, count: found.count });

  return (
    <search
      aria-label={t('window.find')}
      onKeyDown={onKeyDown}
      className="appear absolute top-1 right-4 flex max-w-[calc(100%-32px)] items-center gap-1 rounded border border-line bg-raised p-1 shadow-raised"
    >
      <input
        ref={input}
        type="search"
        aria-label={t('window.find')}
        placeholder={t('window.find')}
        aria-invalid={bad}
        className={`${INPUT} w-44 min-w-16 [&::-webkit-search-cancel-button]:hidden`}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <span
        role="status"
        title={problem ?? count}
        className={`min-w-16 max-w-72 truncate text-right text-sm ${bad ? 'text-failed' : 'text-ink-2'}`}
      >
        {bad ? t('window.find.bad-regex', { problem }) : count}
      </span>
      <IconButton icon={CaseSensitive} label={t('window.find.case')} aria-pressed={matchCase} onClick={() => setMatchCase(!matchCase)} />
      <IconButton icon={WholeWord} label={t('window.find.word')} aria-pressed={wholeWord} onClick={() => setWholeWord(!wholeWord)} />
      <IconButton icon={Regex} label={t('window.find.regex')} aria-pressed={regex} onClick={() => setRegex(!regex)} />
      <IconButton icon={ArrowUp} label={t('window.find.previous')} onClick={() => find('previous', false)} />
      <IconButton icon={ArrowDown} label={t('window.find.next')} onClick={() => find('next', false)} />
      <IconButton icon={X} label={t('window.close')} onClick={close} />
    </search>
  );
}

/** What is wrong with a regular expression, in the browser's words without its own prefix; null when nothing is. */
function expressionProblem(text: string): string | null {
  try {
    new RegExp(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /su, '') : String(error);
  }
}
