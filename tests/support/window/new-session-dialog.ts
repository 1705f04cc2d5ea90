import type { Locator, Page } from '@playwright/test';
import type { textsIn } from '../texts.ts';

/** What a person fills in; what is not given stays as the dialog suggests it. */
export interface NewSession {
  readonly agent?: 'kimi' | 'shell';
  readonly folder?: string;
  readonly name?: string;
  readonly prompt?: string;
}

/** The dialog that asks what to start and where. */
export class NewSessionDialog {
  readonly dialog: Locator;
  readonly folder: Locator;
  readonly name: Locator;
  readonly prompt: Locator;
  readonly start: Locator;
  /** What failed, why, and what to do. */
  readonly error: Locator;

  readonly #text: ReturnType<typeof textsIn>;

  constructor(page: Page, text: ReturnType<typeof textsIn>) {
    this.#text = text;
    this.dialog = page.getByRole('dialog', { name: text('window.new.title') });
    this.folder = this.dialog.getByLabel(text('window.new.folder'), { exact: true });
    this.name = this.dialog.getByLabel(text('window.new.name'), { exact: true });
    this.prompt = this.dialog.getByLabel(text('window.new.prompt'), { exact: true });
    this.start = this.dialog.getByRole('button', { name: text('window.new.create') });
    this.error = this.dialog.getByRole('alert');
  }

  agent(id: 'kimi' | 'shell'): Locator {
    return this.dialog.getByRole('radio', { name: this.#text(`window.agent.${id}`) });
  }

  async fill(wanted: NewSession): Promise<void> {
    if (wanted.agent !== undefined) await this.agent(wanted.agent).check();
    if (wanted.folder !== undefined) await this.folder.fill(wanted.folder);
    if (wanted.name !== undefined) await this.name.fill(wanted.name);
    if (wanted.prompt !== undefined) await this.prompt.fill(wanted.prompt);
  }

  async submit(): Promise<void> {
    await this.start.click();
  }
}
