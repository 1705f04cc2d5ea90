import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { sectionAt } from './current-section.ts';
import type { Section } from './sections.ts';

/**
 * Follows which section is read while the page is scrolled.
 * @param scrolled what is scrolled
 * @param shown the sections that are there
 * @returns the section, and what scrolls to one, or on to a part of it: that is the current one until somebody scrolls on, wherever on the page it ends up
 */
export function useCurrentSection(scrolled: RefObject<HTMLElement | null>, shown: readonly Section[]) {
  const [current, setCurrent] = useState<Section | null>(null);
  const chosen = useRef<{ readonly section: Section; readonly scrollTop: number } | null>(null);
  const look = useEffectEvent(() => {
    const page = scrolled.current;
    if (page === null) return;
    if (chosen.current?.scrollTop === page.scrollTop && shown.includes(chosen.current.section)) return setCurrent(chosen.current.section);
    chosen.current = null;
    const { top } = page.getBoundingClientRect();
    const places = shown.flatMap((section) => {
      const element = elementOf(section);
      return element === null ? [] : [{ section, top: element.getBoundingClientRect().top - top }];
    });
    setCurrent(sectionAt(places, page));
  });
  const sections = shown.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sections stand elsewhere
  useLayoutEffect(() => look(), [sections]);
  useLayoutEffect(() => {
    const page = scrolled.current;
    const onScroll = () => look();
    page?.addEventListener('scroll', onScroll, { passive: true });
    return () => page?.removeEventListener('scroll', onScroll);
  }, [scrolled]);
  const show = (section: Section, part?: HTMLElement | null) => {
    elementOf(section)?.scrollIntoView({ block: 'start' });
    part?.scrollIntoView({ block: 'nearest' });
    chosen.current = { section, scrollTop: scrolled.current?.scrollTop ?? 0 };
    look();
  };
  return { current, show };
}

const elementOf = (section: Section) => document.getElementById(`settings-${section}`);
