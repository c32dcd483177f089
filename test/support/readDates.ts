import { readFileSync } from 'node:fs';
import { instant } from '../../nodes/Sonzai/parameters/instant';

/** Run by a child process in a timezone of its own: reads texts as dates, and prints what they give. */
const [texts, timezone] = JSON.parse(readFileSync(0, 'utf8')) as [string[], string];

const readings = texts.map((text) => {
	try {
		return instant(text, 'When', timezone).toISOString();
	} catch {
		return null;
	}
});
process.stdout.write(JSON.stringify(readings));
