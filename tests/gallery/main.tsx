import type { i18n } from 'i18next';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { applyAppearance } from '#renderer/app/appearance.ts';
import { ServicesProvider } from '#renderer/app/services.ts';
import { createI18n, laterTexts } from '#renderer/i18n/create-i18n.ts';
import { Settings } from '#shared/contract/settings.ts';
import { pickLanguage } from '#shared/messages/languages.ts';
import './gallery.css';
import { servicesOf } from './services.ts';
import type { Specimen } from './specimen.ts';
import { SPECIMENS } from './specimens/index.ts';
import { addressOf, View } from './view.ts';

/** A choice of the person who looks through the gallery: not of the product, so its words are in no catalogue. */
const CHOICES = {
  theme: ['light', 'dark'],
  contrast: ['normal', 'high'],
  density: ['comfortable', 'compact'],
  language: ['en', 'zh-CN'],
} as const;

function Choices({ view }: { readonly view: View }) {
  return (
    <nav aria-label="view" lang="en" className="flex flex-wrap gap-4 border-line border-b p-3">
      {Object.entries({ show: Object.keys(SPECIMENS), ...CHOICES }).map(([key, values]) => (
        <span key={key} className="flex gap-2">
          {values.map((value) => (
            <a
              key={value}
              href={addressOf({ ...view, [key]: value })}
              className={view[key as keyof View] === value ? 'font-semibold' : 'text-ink-2 underline'}
            >
              {value}
            </a>
          ))}
        </span>
      ))}
    </nav>
  );
}

function Framed({ specimen, view }: { readonly specimen: Specimen; readonly view: View }) {
  return (
    <section aria-label={specimen.id} style={{ width: (specimen.width ?? 300) + 24 }} className="flex max-w-full flex-col gap-1 p-3">
      <h2 lang="en" className="text-ink-3 text-xs">
        <a href={addressOf({ ...view, show: specimen.id })}>{specimen.id}</a>
      </h2>
      <Drawn specimen={specimen} />
    </section>
  );
}

let texts: i18n;
let settings: Settings;

function Drawn({ specimen }: { readonly specimen: Specimen }) {
  const [services] = useState(() => servicesOf(specimen, texts, settings));
  const body = <ServicesProvider value={services}>{specimen.draw(services)}</ServicesProvider>;
  if (specimen.alone) return body;
  return (
    // What is placed absolutely or fixed stays in its frame, as it stays in its pane or window.
    <div
      style={{ height: specimen.height, transform: 'translateZ(0)' }}
      className={`relative overflow-hidden bg-surface ${specimen.height === undefined ? 'flex flex-wrap items-center gap-3 *:[section,div,footer,header]:w-full' : 'flex'}`}
    >
      {body}
    </div>
  );
}

function Gallery({ view }: { readonly view: View }) {
  const group = SPECIMENS[view.show];
  const one = Object.values(SPECIMENS)
    .flat()
    .find(({ id }) => id === view.show);
  if (group === undefined && one?.alone) {
    return (
      <div data-drawn className="flex h-screen">
        <Drawn specimen={one} />
      </div>
    );
  }
  const shown = (group ?? (one === undefined ? [] : [one])).filter(({ alone }) => !alone);
  return (
    <main data-drawn>
      <Choices view={view} />
      <div className="flex flex-wrap items-start">
        {shown.map((specimen) => (
          <Framed key={specimen.id} specimen={specimen} view={view} />
        ))}
      </div>
    </main>
  );
}

async function main(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  const ids = Object.values(SPECIMENS).flatMap((group) => group.map(({ id }) => id));
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  if (twice.length > 0) throw new Error(`specimens of the same name: ${twice.join(', ')}`);
  window.gallery = {
    groups: Object.keys(SPECIMENS).filter((group) => SPECIMENS[group]?.some(({ alone }) => !alone)),
    alone: Object.values(SPECIMENS).flatMap((group) => group.flatMap(({ id, alone }) => (alone ? [id] : []))),
  };
  const view = View.parse(Object.fromEntries(new URLSearchParams(window.location.search)));
  settings = { ...Settings.parse({}), ...View.omit({ show: true }).parse(view) };
  const language = view.language === 'system' ? pickLanguage(navigator.languages) : view.language;
  texts = await createI18n(language);
  await laterTexts(texts, language);
  const page = servicesOf({ id: 'page', draw: () => null }, texts, settings);
  applyAppearance(page.preferences, texts, { setItem: () => undefined });
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={texts}>
        <Gallery view={view} />
      </I18nextProvider>
    </StrictMode>,
  );
}

main().catch((error: unknown) => reportError(error));
