import { PassThrough } from 'node:stream';
import { fitLine, showProgress } from '../../harness/progress';

const LONG = 'installing n8n: '.repeat(10);

it('cuts a long description, and never the time', () => {
	const line = fitLine(LONG, '12 min 05 s', 80);
	expect(line).toHaveLength(79);
	expect(line).toMatch(/^ {2}installing .*… \(12 min 05 s\)$/);
});

it('leaves a line as it is that fits', () => {
	expect(fitLine('starting n8n', '42 s', 80)).toBe('  starting n8n (42 s)');
});

it('keeps the time on a terminal that is too narrow for anything else', () => {
	expect(fitLine(LONG, '42 s', 8)).toContain('(42 s)');
});

it('shows the time on a terminal of 80 columns', () => {
	const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
	const progress = showProgress(() => LONG, stream as unknown as NodeJS.WriteStream);
	progress.stop();
	expect(String(stream.read())).toContain('… (0 s)');
});
