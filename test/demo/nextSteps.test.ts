import { nextSteps } from '../../demo/nextSteps';
import type { PreparedN8n } from '../../demo/prepare';

const N8N = {
	session: { url: 'http://127.0.0.1:5678' },
	scheduleCheckIn: { id: 'sonzaiCheckIn001', name: 'Schedule a check-in' },
	answerAgent: { id: 'sonzaiAnswer0001', name: 'My own answer' },
} as PreparedN8n;

const linesWith = (...taken: string[]) => nextSteps(N8N, taken, 'http://127.0.0.1:8788');
const textWith = (...taken: string[]) => linesWith(...taken).join('\n');

it('fits a terminal of 80 columns', () => {
	for (const line of linesWith('on_wakeup_ready')) expect(line.length).toBeLessThan(80);
});

it('links to both workflows, by the names that they have now, and to an empty canvas', () => {
	const text = textWith();
	expect(text).toContain('"My own answer": http://127.0.0.1:5678/workflow/sonzaiAnswer0001');
	expect(text).toContain('"Schedule a check-in": http://127.0.0.1:5678/workflow/sonzaiCheckIn001');
	expect(text).toContain('http://127.0.0.1:5678/workflow/new');
});

it('says which events are taken, and which ones a workflow of your own can have', () => {
	expect(textWith('on_wakeup_ready')).toContain('Taken already: "On Wakeup Ready"');
	expect(textWith('on_wakeup_ready')).toContain('Free, and sent at each wakeup: "Agent Message"');
	expect(textWith('on_wakeup_ready', 'agent.message')).toMatch(/Free.*: "Agent Wakeup"\./);
	expect(textWith('on_wakeup_ready', 'agent.message', 'agent.wakeup')).not.toContain('Free');
	expect(textWith()).not.toContain('Taken');
	expect(textWith('my.event')).toContain('Taken already: "my.event"');
});
