import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { ACTIONS } from '../actions/actions.ts';
import { catalogue, connection, language } from './early.ts';
import '../styles/main.css';
import { createI18n } from '../i18n/create-i18n.ts';
import { AppServices, ServicesProvider } from './services.ts';
import { Shell } from './shell.tsx';

async function main(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  const texts = await createI18n(language, catalogue);
  const services = new AppServices(texts, ACTIONS, connection);
  services.start();
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={texts}>
        <ServicesProvider value={services}>
          <Shell />
        </ServicesProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}

main().catch((error: unknown) => reportError(error));
