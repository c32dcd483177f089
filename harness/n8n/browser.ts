import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Owner } from './rest';

const CHROMIUM = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** n8n's editor in a browser, and what went wrong in it. */
export interface Editor {
	page: Page;
	/** Errors that the page threw, and requests to n8n that failed. */
	problems: string[];
	/** Requests of the page to other machines; they are not let through. */
	foreignRequests: string[];
	close(): Promise<void>;
}

/** @throws when there is no Chromium, with what to do about it */
export async function openEditor(url: string, owner: Owner): Promise<Editor> {
	if (!existsSync(CHROMIUM)) {
		throw new Error(
			`There is no Chromium at ${CHROMIUM}. Install it ("sudo apt-get install chromium"), or set CHROMIUM_PATH to one.`,
		);
	}
	const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	const problems: string[] = [];
	const foreignRequests: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('response', (response) => {
		if (response.status() >= 500) problems.push(`${response.status()} ${response.url()}`);
	});
	await page.route(
		(address) => address.protocol.startsWith('http') && address.origin !== url,
		async (route) => {
			foreignRequests.push(route.request().url());
			await route.abort();
		},
	);
	await page.goto(`${url}/signin`);
	await page
		.locator('input[type="email"], input[name="emailOrLdapLoginId"]')
		.first()
		.fill(owner.email);
	await page.locator('input[type="password"]').fill(owner.password);
	await page.locator('input[type="password"]').press('Enter');
	await page.waitForURL((address) => !address.pathname.includes('signin'));
	return { page, problems, foreignRequests, close: () => browser.close() };
}

/** Opens a node's panel from the canvas. */
export async function openNode(page: Page, name: string): Promise<void> {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
	await page.locator('[data-test-id="ndv"], [data-test-id="node-parameters"]').first().waitFor();
}
