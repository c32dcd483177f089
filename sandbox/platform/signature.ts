import { createHmac } from 'node:crypto';

/**
 * The value of the `Sonzai-Signature` header: `t=<unix seconds>,v1=<hex>`, with one `v1` for each
 * secret. The HMAC-SHA256 covers `<t>.` and the raw body; its key is the text of the secret after
 * `whsec_`, which looks like base64 but is not decoded (Sonzai's published clients).
 *
 * @param timestamp unix seconds
 */
export function sign(body: string, secrets: readonly string[], timestamp: number): string {
	const signatures = secrets.map((secret) =>
		createHmac('sha256', secret.replace(/^whsec_/, ''))
			.update(`${timestamp}.`)
			.update(body)
			.digest('hex'),
	);
	return [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join(',');
}
