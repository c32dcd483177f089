import { SonzaiApi } from '../../../credentials/SonzaiApi.credentials';
import {
	createCredential,
	type CredentialReference,
	type SonzaiCredentialData,
} from '../../../harness/n8n/credentials';
import type { Execution } from '../../../harness/n8n/executions';
import type { Sandbox } from '../../../sandbox';
import { execute } from './operation';
import type { OptionStage } from './optionStage';
import { parametersOf, type Parameter } from './panel';
import { rowOf, type Case, type Row } from './row';
import { sentTo } from './sent';
import { checked, summaryOf } from './shown';

const credential = new SonzaiApi();
const panel = parametersOf(credential.displayName, credential.properties);

/** What is to be seen when the credential has the field. */
export interface CredentialCase extends Case {
	readonly as: string;
	/** What the user enters; the other fields are right. */
	entered(sandbox: Sandbox): Partial<SonzaiCredentialData>;
	/** Why the credential's test and an execution fail; they succeed without it. */
	readonly fails?: { readonly test: RegExp; readonly execution: RegExp };
}

/** Rows for the credential's fields, by their names. */
export function credentialRows(table: Record<string, readonly CredentialCase[]>): Row[] {
	return Object.entries(table).flatMap(([name, cases]) => {
		const parameter = panel.get(`${credential.displayName} › ${name}`);
		if (parameter === undefined) throw new Error(`The credential has no ${name}`);
		return cases.map((row) => credentialRow(parameter, row));
	});
}

function credentialRow(parameter: Parameter, row: CredentialCase): Row {
	return rowOf(parameter, { ...row, value: row.as }, async (stage) => {
		await stage.lanes.with(async ({ sandbox }) => {
			const data = { apiKey: sandbox.apiKey, baseUrl: sandbox.url, ...row.entered(sandbox) };
			const reference = await createCredential(stage.session, row.as, data);
			let tested: Tested | undefined;
			let execution: Execution | undefined;
			await checked(
				sandbox,
				() => ({ tested, execution: execution && summaryOf(execution) }),
				async () => {
					tested = await test(stage, reference, data);
					execution = await execute(
						stage,
						{ sandbox, credential: reference },
						{ resource: 'agent', operation: 'getMany' },
						{ parameters: {}, items: [{}] },
					);
					if (row.fails) {
						expect(tested.status).toBe('Error');
						expect(tested.message).toMatch(row.fails.test);
						expect(execution.error).toMatch(row.fails.execution);
					} else {
						expect(tested.status).toBe('OK');
						expect(execution.error).toBeUndefined();
						expect(sentTo(sandbox)).toEqual([
							'GET /agents?page_size=1',
							'GET /agents?page_size=50',
						]);
					}
				},
			);
		});
	});
}

interface Tested {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

/** What the editor says of a credential when it is saved. */
const test = async (
	{ session }: OptionStage,
	{ id, name }: CredentialReference,
	data: SonzaiCredentialData,
): Promise<Tested> =>
	await session.post<Tested>('/credentials/test', {
		credentials: { id, name, type: credential.name, data },
	});
