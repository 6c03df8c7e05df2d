import { runSteps, staticSteps } from './check-steps.mjs';
import { packageCommand } from './run-command.mjs';

// `npm run check`: everything that can be known without a livekit-server and a build.
const unitTests = { title: 'unit tests', command: [packageCommand('vitest'), 'run', '--project', 'unit', '--reporter=dot'] };
const { failed } = await runSteps([...staticSteps(), unitTests]);
process.exitCode = failed === 0 ? 0 : 1;
