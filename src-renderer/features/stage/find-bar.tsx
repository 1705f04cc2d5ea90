import { SearchAddon } from '@xterm/addon-search';
import { ArrowDown, ArrowUp, CaseSensitive, Regex, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { INPUT } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { themeOf } from '../../state/preferences-store.ts';
import { TERMINAL_THEMES } from '../../terminal/palette.ts';
import type { TerminalController } from '../../terminal/terminal-controller.ts';

// The addon marks at most this many; counting on would freeze a full buffer.
const MOST = 1_000;
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
  const [regex, setRegex] = useState(false);
  const [found, setFound] = useState<{ readonly index: number; readonly count: number } | null>(null);
  const theme = useStore(preferences, themeOf);
  const marks = MARKS[theme];
  const bad = regex && !isExpression(text);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is another terminal object
  useEffect(() => {
    const search = new SearchAddon({ highlightLimit: MOST });
    controller.terminal.loadAddon(search);
    const results = search.onDidChangeResults(({ resultIndex, resultCount }) => setFound({ index: resultIndex, count: resultCount }));
    addon.current = search;
    input.current?.focus();
    controller.findDrawn();
    // Not while rendering, which React may do twice.
    const { text: typed } = typeAhead.drain();
    if (typed !== '') setText(typed);
    return () => {
      results.dispose();
      search.dispose();
      addon.current = null;
    };
  }, [controller, screen, typeAhead]);

  const find = (direction: 'next' | 'previous', incremental: boolean) => {
    const search = addon.current;
    if (search === null) return;
    if (text === '' || bad) {
      search.clearDecorations();
      setFound(null);
      return;
    }
    const options = {
      regex,
      caseSensitive: matchCase,
      incremental,
      decorations: {
        matchBackground: marks.match,
        matchOverviewRuler: marks.match,
        activeMatchBackground: marks.active,
        activeMatchColorOverviewRuler: marks.active,
      },
    };
    if (direction === 'next') search.findNext(text, options);
    else search.findPrevious(text, options);
  };
  // The addon selects the match that is current, and xterm.js draws a selection over every mark: the selection has its colour then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is another terminal object
  useEffect(() => {
    const { terminal } = controller;
    const colour = (selectionInactiveBackground: string) => {
      terminal.options.theme = { ...terminal.options.theme, selectionInactiveBackground };
    };
    colour(marks.active);
    return () => {
      colour(TERMINAL_THEMES[theme].selectionInactiveBackground);
      // Marks keep the colour they were made with.
      addon.current?.clearDecorations();
    };
  }, [controller, screen, theme]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: finding anew is what a changed question or colour means
  useEffect(() => find('previous', false), [text, matchCase, regex, theme]);

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
      <span role="status" className="min-w-16 whitespace-nowrap text-right text-ink-2 text-sm">
        {bad ? t('window.find.bad-regex') : count}
      </span>
      <IconButton icon={CaseSensitive} label={t('window.find.case')} aria-pressed={matchCase} onClick={() => setMatchCase(!matchCase)} />
      <IconButton icon={Regex} label={t('window.find.regex')} aria-pressed={regex} onClick={() => setRegex(!regex)} />
      <IconButton icon={ArrowUp} label={t('window.find.previous')} onClick={() => find('previous', false)} />
      <IconButton icon={ArrowDown} label={t('window.find.next')} onClick={() => find('next', false)} />
      <IconButton icon={X} label={t('window.close')} onClick={close} />
    </search>
  );
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
