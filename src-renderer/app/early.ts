import { pickLanguage } from '#shared/messages/languages.ts';
import { CATALOGUES } from '../i18n/catalogues.ts';
import { EngineConnection } from '../rpc/engine-connection.ts';
import { pageTransport } from '../rpc/page-transport.ts';

/*
 * What the window waits for is asked for before the code that draws it has run: the engine answers meanwhile. A chunk of its own, which
 * electron.vite.config.ts sees to, so that it runs first.
 */

/** The language that the window speaks until the settings are known. */
export const language = pickLanguage(navigator.languages);

/** The page's only one. */
export const connection = new EngineConnection(pageTransport());

connection.open();

/** Its texts. */
export const catalogue = CATALOGUES[language]();
