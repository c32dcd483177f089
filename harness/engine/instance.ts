import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core keeps its instance settings in the user's home unless told otherwise, and reads these
// when it is first loaded: this module comes before it.
const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'only for tests';
process.env.N8N_LOG_LEVEL = 'silent';

// The benchmarks run without Jest.
if (typeof afterAll === 'function')
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
