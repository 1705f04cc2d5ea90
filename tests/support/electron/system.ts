import { EventEmitter } from 'node:events';
import type {
  Dialog,
  Display,
  Menu,
  MenuItem,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NativeImage,
  NativeTheme,
  Notification,
  NotificationConstructorOptions,
  PowerMonitor,
  Rectangle,
  Screen,
  Shell,
  Tray,
} from 'electron';

// The parts of the system around the windows. They draw nothing: each keeps what it was told and lets a test play the person's part.

export class MenuItemDouble implements Pick<MenuItem, 'checked' | 'enabled' | 'id' | 'label' | 'visible'> {
  readonly id: string;
  readonly label: string;
  readonly role: NonNullable<MenuItemConstructorOptions['role']> | undefined;
  readonly type: NonNullable<MenuItemConstructorOptions['type']>;
  readonly accelerator: string | undefined;
  readonly submenu: MenuDouble | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: MenuItemConstructorOptions['click'];

  constructor(options: MenuItemConstructorOptions) {
    this.id = options.id ?? '';
    this.label = options.label ?? '';
    this.role = options.role;
    this.accelerator = options.accelerator;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
    this.submenu = Array.isArray(options.submenu) ? MenuDouble.buildFromTemplate(options.submenu) : undefined;
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu');
  }

  /** The person chooses it. */
  click(): void {
    if (!this.enabled || !this.visible) throw new Error(`“${this.label}” cannot be chosen`);
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.#click?.(this as unknown as MenuItem, undefined, { triggeredByAccelerator: false });
  }
}

export class MenuDouble implements Pick<Menu, 'getMenuItemById' | 'popup'> {
  static application: MenuDouble | null = null;
  readonly items: MenuItemDouble[];

  constructor(items: MenuItemDouble[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | MenuItem)[]): MenuDouble {
    return new MenuDouble(template.map((options) => new MenuItemDouble(options as MenuItemConstructorOptions)));
  }

  static setApplicationMenu(menu: MenuDouble | null): void {
    MenuDouble.application = menu;
  }

  static getApplicationMenu(): MenuDouble | null {
    return MenuDouble.application;
  }

  getMenuItemById(id: string): MenuItem | null {
    return (this.find((item) => item.id === id) ?? null) as unknown as MenuItem | null;
  }

  /** The first item, in this menu or below it, that fits. */
  find(fits: (item: MenuItemDouble) => boolean): MenuItemDouble | undefined {
    for (const item of this.items) {
      const found = fits(item) ? item : item.submenu?.find(fits);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  popup(): void {
    // Nothing is drawn.
  }
}

export class TrayDouble
  extends EventEmitter
  implements Pick<Tray, 'destroy' | 'isDestroyed' | 'popUpContextMenu' | 'setTitle' | 'setToolTip'>
{
  /** Every tray icon that there is. */
  static readonly all = new Set<TrayDouble>();
  image: unknown;
  menu: MenuDouble | null = null;
  toolTip = '';
  title = '';
  #destroyed = false;

  constructor(image: NativeImage | string) {
    super();
    this.image = image;
    TrayDouble.all.add(this);
  }

  setImage(image: NativeImage | string): void {
    this.image = image;
  }

  setContextMenu(menu: MenuDouble | null): void {
    this.menu = menu;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setTitle(text: string): void {
    this.title = text;
  }

  popUpContextMenu(): void {
    // Nothing is drawn.
  }

  destroy(): void {
    this.#destroyed = true;
    TrayDouble.all.delete(this);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

export class NotificationDouble extends EventEmitter implements Pick<Notification, 'body' | 'close' | 'show' | 'silent' | 'title'> {
  /** What is on the person's screen, oldest first. */
  static readonly shown = new Set<NotificationDouble>();
  readonly options: NotificationConstructorOptions;
  title: string;
  body: string;
  silent: boolean;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.options = options;
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    NotificationDouble.shown.add(this);
    this.emit('show', {});
  }

  close(): void {
    if (NotificationDouble.shown.delete(this)) this.emit('close', {});
  }

  /** The person clicks it. */
  click(): void {
    NotificationDouble.shown.delete(this);
    this.emit('click', {});
  }

  /** The person takes one of its actions. */
  act(index: number): void {
    NotificationDouble.shown.delete(this);
    this.emit('action', { actionIndex: index }, index);
  }
}

/** An image of which only its name and size matter. */
export class ImageDouble implements Pick<NativeImage, 'isEmpty'> {
  readonly path: string;
  template = false;
  constructor(path: string) {
    this.path = path;
  }
  static createFromPath(path: string): ImageDouble {
    return new ImageDouble(path);
  }
  static createEmpty(): ImageDouble {
    return new ImageDouble('');
  }
  static createFromBuffer(): ImageDouble {
    return new ImageDouble('<buffer>');
  }
  isEmpty(): boolean {
    return this.path === '';
  }
  setTemplateImage(on: boolean): void {
    this.template = on;
  }
  addRepresentation(): void {
    // Another size of the same.
  }
}

export class PowerMonitorDouble extends EventEmitter implements Pick<PowerMonitor, 'isOnBatteryPower' | 'getSystemIdleState'> {
  isOnBatteryPower(): boolean {
    return false;
  }
  getSystemIdleState(): 'active' {
    return 'active';
  }
}

/** `screen`: displays that a test plugs in and out. */
export class ScreenDouble extends EventEmitter implements Pick<Screen, 'getAllDisplays' | 'getDisplayMatching' | 'getPrimaryDisplay'> {
  #displays: Display[] = [displayAt(1, { x: 0, y: 0, width: 1920, height: 1080 })];

  getAllDisplays(): Display[] {
    return [...this.#displays];
  }

  getPrimaryDisplay(): Display {
    return this.#displays[0] as Display;
  }

  getDisplayMatching({ x, y, width, height }: Rectangle): Display {
    const common = ({ bounds: b }: Display): number =>
      Math.max(0, Math.min(x + width, b.x + b.width) - Math.max(x, b.x)) *
      Math.max(0, Math.min(y + height, b.y + b.height) - Math.max(y, b.y));
    return this.#displays.reduce((best, one) => (common(one) > common(best) ? one : best));
  }

  plugIn(bounds: Rectangle): Display {
    const display = displayAt(this.#displays.length + 1, bounds);
    this.#displays = [...this.#displays, display];
    this.emit('display-added', {}, display);
    return display;
  }

  unplug(id: number): void {
    const gone = this.#displays.find((display) => display.id === id);
    this.#displays = this.#displays.filter((display) => display !== gone);
    if (gone !== undefined) this.emit('display-removed', {}, gone);
  }
}

function displayAt(id: number, bounds: Rectangle): Display {
  const { x, y, width, height } = bounds;
  const some: Partial<Display> = {
    id,
    bounds,
    workArea: { ...bounds },
    size: { width, height },
    workAreaSize: { width, height },
    scaleFactor: 1,
  };
  return { nativeOrigin: { x, y }, ...some } as Display;
}

export class NativeThemeDouble extends EventEmitter implements Pick<NativeTheme, 'shouldUseDarkColors'> {
  shouldUseDarkColors = false;
  themeSource: NativeTheme['themeSource'] = 'system';
}

/** `dialog`: what was asked, and what the person answers (the default where a test says nothing). */
export class DialogDouble implements Pick<Dialog, 'showErrorBox'> {
  readonly shown: MessageBoxOptions[] = [];
  answers: number[] = [];

  showErrorBox(title: string, content: string): void {
    this.shown.push({ type: 'error', message: title, detail: content });
  }

  async showMessageBox(...args: readonly unknown[]): Promise<MessageBoxReturnValue> {
    const options = args.at(-1) as MessageBoxOptions;
    this.shown.push(options);
    return { response: this.answers.shift() ?? options.defaultId ?? 0, checkboxChecked: false };
  }
}

/** `shell`: what was handed to other programs. */
export class ShellDouble implements Pick<Shell, 'beep' | 'openExternal' | 'openPath' | 'showItemInFolder'> {
  readonly opened: string[] = [];
  async openExternal(url: string): Promise<void> {
    this.opened.push(url);
  }
  async openPath(path: string): Promise<string> {
    this.opened.push(path);
    return '';
  }
  showItemInFolder(path: string): void {
    this.opened.push(path);
  }
  beep(): void {
    // Nothing is heard.
  }
}
