/** Draws every tray icon from resources/icons/tray.svg into `folder`: `<state>-<look>-<size>[@<scale>x].png`. */
export function drawTrayIcons(folder: string): Promise<void>;
