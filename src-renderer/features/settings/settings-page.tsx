import { type ReactNode, use, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { keyName } from '#shared/action-ids.ts';
import { ACTIONS } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { SearchField } from '../../components/search-field.tsx';
import { laterTexts } from '../../i18n/create-i18n.ts';
import type { Translate } from '../../i18n/text-key.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { SecretsSection } from '../secrets/secrets-section.tsx';
import { type SecretTasks, useSecrets } from '../secrets/use-secrets.ts';
import { About } from './about.tsx';
import { FileProblems } from './file-problems.tsx';
import { KeyRow } from './key-row.tsx';
import { KimiInUse } from './kimi-in-use.tsx';
import { ModelKeys } from './model-keys.tsx';
import { found, SECTIONS, SETTINGS, type Section, settingTexts } from './sections.ts';
import { SettingRow } from './setting-row.tsx';
import { TerminalPreview } from './terminal-preview.tsx';
import { useCurrentSection } from './use-current-section.ts';
import { useDescribed } from './use-described.ts';

/** Every setting, made from the schema; a text typed above leaves those that have it in their words. */
export default function SettingsPage() {
  const { texts, wantedSetting } = useServices();
  use(laterTexts(texts, useLanguage()));
  const t = useText();
  const { locked, problems, known } = useDescribed();
  // Asked once for both places that show them: what one changes the other has to know.
  const secrets = useSecrets();
  const [search, setSearch] = useState('');
  const shown = SECTIONS.flatMap((section) => {
    const content = contentOf(section, { search, locked, secrets }, t);
    return content === null ? [] : [{ section, content }];
  });
  const page = useRef<HTMLElement>(null);
  const { current, show } = useCurrentSection(
    page,
    shown.map(({ section }) => section),
  );
  const wanted = useStore(wantedSetting);
  const goTo = useEffectEvent(show);
  useEffect(() => {
    // Whether it takes the caret is known when the engine has said what is locked.
    if (wanted === null || (wanted.name !== undefined && !known)) return;
    // What is searched for may hide it.
    if (search !== '') return setSearch('');
    const row = page.current?.querySelector<HTMLElement>(`[data-setting="${wanted.name}"]`);
    goTo(wanted.section, row);
    const field = row?.querySelector('label')?.control;
    // One that the administrator has set takes no caret.
    if (field?.matches(':enabled') === true) field.focus({ preventScroll: true });
    else document.getElementById(`settings-${wanted.section}`)?.focus({ preventScroll: true });
    wantedSetting.setState(null, true);
  }, [wanted, known, search, wantedSetting]);
  return (
    <div className="flex min-w-0 flex-1">
      <nav
        aria-label={t('window.place.settings')}
        className="hidden w-48 shrink-0 flex-col border-line border-r bg-canvas p-2 min-[720px]:flex"
      >
        {shown.map(({ section }) => (
          <button
            key={section}
            type="button"
            aria-current={section === current ? 'location' : undefined}
            onClick={() => show(section)}
            className="h-7 rounded px-2 text-left text-ink-2 hover:bg-hover hover:text-ink aria-[current=location]:bg-selected aria-[current=location]:text-ink"
          >
            {t(`window.settings.section.${section}`)}
          </button>
        ))}
      </nav>
      <main ref={page} className="min-w-0 flex-1 overflow-y-auto bg-surface px-6 pb-6">
        <div className="mx-auto max-w-2xl">
          <div className="sticky top-0 z-10 bg-surface pt-4 pb-2">
            <div className="relative">
              <SearchField label={t('window.settings.search')} value={search} onText={setSearch} />
            </div>
          </div>
          <FileProblems problems={problems} />
          {shown.length === 0 ? <p className="py-4 text-ink-2">{t('window.settings.none')}</p> : null}
          {shown.map(({ section, content }) => (
            <section
              key={section}
              id={`settings-${section}`}
              // Whoever is led to it goes on from it.
              tabIndex={-1}
              aria-labelledby={`settings-${section}-title`}
              className="scroll-mt-14 pt-4 outline-none"
            >
              <h2 id={`settings-${section}-title`} className="font-semibold text-lg">
                {t(`window.settings.section.${section}`)}
              </h2>
              {content}
            </section>
          ))}
          <p className="pt-6 text-ink-3 text-sm">{t('window.settings.file')}</p>
        </div>
      </main>
    </div>
  );
}

interface Shown {
  readonly search: string;
  /** Settings that the administrator has set. */
  readonly locked: ReadonlySet<string>;
  readonly secrets: SecretTasks;
}

/** What of a section fits the search; null: nothing. */
function contentOf(section: Section, { search, locked, secrets }: Shown, t: Translate): ReactNode {
  const whole = found(search, t(`window.settings.section.${section}`));
  if (section === 'about') return whole ? <About /> : null;
  if (section === 'secrets') return whole || found(search, t('window.secrets.about')) ? <SecretsSection {...secrets} /> : null;
  if (section === 'keys') {
    const actions = ACTIONS.filter((action) => whole || found(search, t(action.title)));
    if (actions.length === 0) return null;
    return (
      <>
        <p className="py-1 text-ink-2 text-sm">{t('window.settings.keys.about')}</p>
        {actions.map((action) => (
          <KeyRow key={action.id} action={action} locked={locked.has(`keys.${keyName(action.id)}`)} />
        ))}
      </>
    );
  }
  const settings = SETTINGS.filter((setting) => {
    const { title, about } = settingTexts(setting.name, t);
    return setting.section === section && (whole || found(search, title, about, setting.name));
  });
  const modelKeys =
    section === 'kimi' && (whole || found(search, t('window.settings.model-keys'), t('window.settings.model-keys.about'), 'model_keys'));
  if (settings.length === 0 && !modelKeys) return null;
  return (
    <>
      {section === 'terminal' ? <TerminalPreview /> : null}
      {settings.map((setting) => (
        <SettingRow key={setting.name} setting={setting} locked={locked.has(setting.name)} />
      ))}
      {section === 'kimi' && settings.length > 0 ? <KimiInUse /> : null}
      {modelKeys ? <ModelKeys locked={locked} known={secrets.known} error={secrets.error} /> : null}
    </>
  );
}
