import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startI18n } from './i18n/index.ts';
import { claimSession, connect } from './state/client/index.ts';
import { createMonitor, MonitorContext } from './state/monitor/use-monitor.ts';
import { ConsoleProvider, createConsoleState } from './state/console-state.tsx';
import './ui/theme.css';

/** Texts and session first, so that the first frame already speaks and the first connection is not refused. */
async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  await Promise.all([startI18n(), window.dragoman ? undefined : claimSession()]);
  const { client, connection } = connect();
  const monitor = createMonitor(client);
  const state = createConsoleState(client, connection, (room) => monitor.wayOut(room));
  createRoot(root).render(
    <StrictMode>
      <ConsoleProvider state={state}>
        <MonitorContext value={monitor}>
          <App />
        </MonitorContext>
      </ConsoleProvider>
    </StrictMode>,
  );
}

await start();
