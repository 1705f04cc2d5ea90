import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import type { Texts } from '#shared/messages/texts.ts';
import type { EngineView } from '../engine-view.ts';
import { type TrayCommand, type TrayItem, type TrayModel, type TrayState, trayModel } from './tray-model.ts';

/** Events come in bursts, and each new menu is a message to the desktop's panel: this long they are gathered, ms. */
const GATHER_MS = 150;

/** The icon of a system's tray, as `electron.Tray` is one. */
export interface TrayIcon {
  setImage(image: NativeImage): void;
  setToolTip(text: string): void;
  setContextMenu(menu: Menu | null): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
}

/** What of Electron the tray needs. */
export interface TrayElectron {
  createTray(image: NativeImage): TrayIcon;
  loadImage(path: string): NativeImage;
  buildMenu(template: MenuItemConstructorOptions[]): Menu;
  /** Whether the panel that the icon stands on is dark, as far as the system says. */
  isDark(): boolean;
  onThemeChanged(listener: () => void): () => void;
}

export interface TrayOptions {
  readonly electron: TrayElectron;
  readonly view: EngineView;
  readonly texts: () => Texts;
  readonly onCommand: (command: TrayCommand) => void;
  /** Folder with what scripts/lib/tray-icons.mjs draws. */
  readonly icons: string;
  readonly platform: NodeJS.Platform;
}

/** Keeps the tray's icon and menu in step with the engine, with or without windows. */
export class AppTray {
  readonly #o: TrayOptions;
  readonly #tray: TrayIcon;
  readonly #cleanups: (() => void)[] = [];
  #shownImage: string;
  #shownModel = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(options: TrayOptions) {
    this.#o = options;
    const { electron, view, platform } = options;
    this.#shownImage = this.#imagePath('idle');
    this.#tray = electron.createTray(this.#load(this.#shownImage));
    // On a Mac a click opens the menu, which is what people expect of it there.
    if (platform !== 'darwin') this.#tray.on('click', () => options.onCommand({ kind: 'open' }));
    this.#cleanups.push(
      view.onEvent((event) => {
        if (event.type !== 'heartbeat') this.changed();
      }),
      electron.onThemeChanged(() => this.changed()),
    );
    this.update();
  }

  /** Something that the tray shows may have changed: the engine, the language, the theme. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.update(), GATHER_MS);
  }

  /** Draws what is so now; nothing where that is drawn already. */
  update(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { view, texts, electron } = this.#o;
    const { known, sessions, doNotDisturb } = view;
    const model = trayModel({ known, sessions, doNotDisturb, more: [], texts: texts() });
    const path = this.#imagePath(model.state);
    if (path !== this.#shownImage) this.#tray.setImage(this.#load(path));
    this.#shownImage = path;
    const said = JSON.stringify(model);
    if (said === this.#shownModel) return;
    this.#shownModel = said;
    this.#tray.setToolTip(model.tooltip);
    this.#tray.setContextMenu(electron.buildMenu(this.#template(model)));
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    this.#tray.destroy();
  }

  #imagePath(state: TrayState): string {
    const { electron, icons, platform } = this.#o;
    const look = platform === 'darwin' ? 'template' : electron.isDark() ? 'dark' : 'light';
    // Panels on Linux are about 24 pixels high; the others scale from 16. Electron takes the `@2x` and the like beside it.
    return join(icons, `${state}-${look}-${platform === 'linux' ? 24 : 16}.png`);
  }

  #load(path: string): NativeImage {
    const image = this.#o.electron.loadImage(path);
    // The system colours a template by the menu bar's own ground.
    if (this.#o.platform === 'darwin') image.setTemplateImage(true);
    return image;
  }

  #template({ menu }: Pick<TrayModel, 'menu'>): MenuItemConstructorOptions[] {
    return menu.map((item) => this.#item(item));
  }

  #item(item: TrayItem): MenuItemConstructorOptions {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'heading':
        return { label: escaped(item.text), enabled: false };
      case 'submenu':
        return { label: escaped(item.text), submenu: item.items.map((below) => this.#item(below)) };
      case 'command': {
        const { text, command, checked } = item;
        const click = () => this.#o.onCommand(command);
        return { label: escaped(text), click, ...(checked === undefined ? {} : { type: 'checkbox', checked }) };
      }
    }
  }
}

/** A single `&` would mark a letter as the item's key. */
function escaped(text: string): string {
  return text.replaceAll('&', '&&');
}
