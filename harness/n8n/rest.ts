/** How n8n's editor talks to n8n: the REST interface below `/rest`, as read in n8n 2.41. */

export interface Owner {
	email: string;
	password: string;
}

export class N8nRestError extends Error {
	override readonly name = 'N8nRestError';

	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

const REQUEST_TIMEOUT_MS = 30_000;

/** A logged-in session. Methods throw N8nRestError when n8n refuses. */
export class N8nSession {
	private cookie = '';

	private constructor(readonly url: string) {}

	/** Creates the owner's account when this n8n has none yet, and logs in. */
	static async open(url: string, owner: Owner): Promise<N8nSession> {
		const session = new N8nSession(url);
		const settings = await session.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await session.post('/owner/setup', { ...owner, firstName: 'Demo', lastName: 'Owner' });
		} else {
			await session.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		}
		return session;
	}

	get<T>(path: string): Promise<T> {
		return this.send<T>('GET', path);
	}

	post<T>(path: string, body: object = {}): Promise<T> {
		return this.send<T>('POST', path, body);
	}

	patch<T>(path: string, body: object): Promise<T> {
		return this.send<T>('PATCH', path, body);
	}

	delete<T>(path: string): Promise<T> {
		return this.send<T>('DELETE', path);
	}

	/** Like `get`; undefined when n8n answers that there is no such thing. */
	async find<T>(path: string): Promise<T | undefined> {
		try {
			return await this.get<T>(path);
		} catch (error) {
			if (error instanceof N8nRestError && error.status === 404) return undefined;
			throw error;
		}
	}

	private async send<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				accept: 'application/json',
				...(body ? { 'content-type': 'application/json' } : {}),
				...(this.cookie ? { cookie: this.cookie } : {}),
			},
			body: body && JSON.stringify(body),
			signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
		});
		const answer = await response.text();
		if (!response.ok) throw new N8nRestError(response.status, describeRefusal(answer));
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const parsed = JSON.parse(answer) as { data?: unknown };
		return (parsed.data ?? parsed) as T;
	}
}

function describeRefusal(answer: string): string {
	try {
		const { message } = JSON.parse(answer) as { message?: unknown };
		if (typeof message === 'string') return message;
	} catch {
		// Not JSON: the text speaks for itself.
	}
	return answer.slice(0, 500);
}
