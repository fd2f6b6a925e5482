/** Serves the built page for the browser tests, as `npm start` does: with its policies. */
import { serve } from '../../scripts/serve.mjs';
import { ensureBuild } from '../../scripts/setup/build.mjs';

const port = Number(process.env.HOPWISE_E2E_PORT);
await ensureBuild();
const server = await serve({ port });
if (server.port !== port) throw new Error(`port ${port} was taken meanwhile`);
console.log(`the page is at ${server.address}`);
