import { app, Menu, type MenuItemConstructorOptions } from 'electron';

type Locale = 'en' | 'es';

/** The words of the menu that the system does not translate by itself. */
const LABELS: Record<Locale, { readonly edit: string; readonly view: string; readonly window: string; readonly quit: string }> = {
  en: { edit: 'Edit', view: 'View', window: 'Window', quit: 'Quit Dragoman' },
  es: { edit: 'Edición', view: 'Ver', window: 'Ventana', quit: 'Salir de Dragoman' },
};

/** The menu: what keyboards and screen readers expect of any program. The console's own actions are in its palette. */
export function setAppMenu(locale: Locale): void {
  const labels = LABELS[locale];
  const quit: MenuItemConstructorOptions = { role: 'quit', label: labels.quit };
  const template: MenuItemConstructorOptions[] = [
    { label: app.name, submenu: [{ role: 'about' }, { type: 'separator' }, ...(process.platform === 'darwin' ? [{ role: 'hide' as const }, { type: 'separator' as const }] : []), quit] },
    { label: labels.edit, submenu: [{ role: 'undo' }, { role: 'redo' }, { type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
    { label: labels.view, submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }, ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }])] },
    { label: labels.window, submenu: [{ role: 'minimize' }, { role: 'close' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
