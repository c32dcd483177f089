// n8n's own verification scan, offline: its command line wants a published package, and exits
// with 0 whatever it finds. Scans the sources and the packed tarball, as n8n does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const MOST_KB = 300;

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-sonzai-scan-'));

try {
	console.log('Packing …');
	const output = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
		cwd: repository,
		encoding: 'utf8',
	});
	const [{ filename, unpackedSize }] = JSON.parse(output.slice(output.indexOf('[\n')));
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);

	const scans = [
		['sources', repository, SOURCE_FILE_PATTERNS],
		['tarball', join(folder, 'package'), ['**/*.js', 'package.json']],
	];
	for (const [name, where, patterns] of scans) {
		const { passed, message, details } = await analyzePackage(where, patterns);
		console.log(`${passed ? 'passed' : 'FAILED'}: ${name}${passed ? '' : ` (${message})`}`);
		if (!passed) {
			console.log(details ?? '');
			process.exitCode = 1;
		}
	}
	const size = Math.ceil(unpackedSize / 1000);
	console.log(`${size < MOST_KB ? 'passed' : 'FAILED'}: ${size} kB unpacked, under ${MOST_KB}`);
	if (size >= MOST_KB) process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
